"""Where IAM listens; the name and shape of this module are moto's convention."""

from partition_simulator.iam.responses import SimulatedIamResponse

url_bases = [r"https?://iam\.(.*\.)?amazonaws\.com"]
url_paths = {"{0}/$": SimulatedIamResponse.dispatch}
