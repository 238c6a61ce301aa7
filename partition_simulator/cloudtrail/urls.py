"""Where CloudTrail listens; the name and shape of this module are moto's convention."""

from partition_simulator.cloudtrail.responses import SimulatedCloudTrailResponse

url_bases = [r"https?://cloudtrail\.(.+)\.amazonaws\.com"]
url_paths = {"{0}/$": SimulatedCloudTrailResponse.dispatch}
