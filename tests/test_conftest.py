"""The guard that keeps tests from leaving this machine."""

import socket

import pytest


def test_a_connection_to_another_machine_is_refused():
    with socket.socket() as line, pytest.raises(AssertionError, match="never leave this machine"):
        line.connect(("192.0.2.1", 80))


def test_a_datagram_to_another_machine_is_refused():
    with socket.socket(type=socket.SOCK_DGRAM) as line, pytest.raises(AssertionError, match="never leave this machine"):
        line.sendto(b"?", ("192.0.2.1", 53))


def test_a_name_is_not_looked_up():
    with pytest.raises(AssertionError, match="never leave this machine"):
        socket.create_connection(("graph.example", 443))


def test_a_loopback_connection_is_left_alone():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as line:
        assert line.getpeername() == server.getsockname()


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="this system has no such sockets")
def test_a_socket_pair_is_left_alone():
    one, other = socket.socketpair()
    with one, other:
        one.sendall(b"!")
        assert other.recv(1) == b"!"
