"""Where Organizations listens; the name and shape of this module are moto's convention."""

from partition_simulator.organizations.responses import SimulatedOrganizationsResponse

url_bases = [r"https?://organizations\.(.+)\.amazonaws\.com"]
url_paths = {"{0}/$": SimulatedOrganizationsResponse.dispatch}
