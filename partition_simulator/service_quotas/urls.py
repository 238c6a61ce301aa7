"""Where Service Quotas listens; the name and shape of this module are moto's convention."""

from partition_simulator.service_quotas.responses import SimulatedServiceQuotasResponse

url_bases = [r"https?://servicequotas\.(.+)\.amazonaws\.com"]
url_paths = {"{0}/$": SimulatedServiceQuotasResponse.dispatch}
