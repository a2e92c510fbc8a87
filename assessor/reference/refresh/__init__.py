"""Make a reference table anew from a newer source: `python -m assessor.reference.refresh TABLE FILE …`.

What the source says is taken (ids, names, labels, rules); what is this project's own judgement (tier 0, powers, short names)
is kept from the table as it stands. A row that the source does not hold is kept, and told.
"""
