"""The modules of attacks: importing them declares them."""
from tests.attack import api, connections, inputs, quotas

KINDS = (api, inputs, connections, quotas)
