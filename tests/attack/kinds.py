"""The modules of attacks: importing them declares them."""
from tests.attack import api, inputs, quotas

KINDS = (api, inputs, quotas)
