"""Every worked sign-in, activation and gap of the contract, decided as it says."""

import msgspec
import pytest

from assessor.conditional_access import Activations, ConditionalAccess, Property, Request, activation_document, answer_document, gaps, gaps_document
from tests.conditional_access.build import tenant_of
from tests.conditional_access.conftest import vectors


@pytest.fixture
def access_of(contract, vector_tenant):
    return lambda vector: ConditionalAccess.of(tenant_of(contract.collections(vector_tenant, vector), scope="full"))


@pytest.mark.parametrize("vector", vectors("signIn"))
def test_a_sign_in_is_decided_as_the_vector_says(vector, access_of, contract):
    request = msgspec.convert(contract.request(vector), Request)

    answer = answer_document(request.id, access_of(vector).decide(request.sign_in))

    assert contract.differences(vector["expect"], answer) == []


@pytest.mark.parametrize("vector", vectors("pimActivation"))
def test_an_activation_is_decided_as_the_vector_says(vector, access_of, contract):
    request = msgspec.convert(contract.request(vector), Request)

    answer = activation_document(request.id, Activations(access_of(vector)).decide(request.target, request.sign_in))

    assert contract.differences(vector["expect"], answer) == []


@pytest.mark.parametrize("vector", vectors("gap"))
def test_gaps_are_the_cells_of_the_vector(vector, access_of, contract):
    document = gaps_document(gaps(access_of(vector), Property(vector["property"])))

    assert contract.wrong_cells(vector, document) is None
    assert document["possible"] == []
