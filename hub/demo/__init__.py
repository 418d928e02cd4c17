"""The demo district: real divisions, believable units, invented persons, three lists with their claims and trail."""
