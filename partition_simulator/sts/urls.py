"""Where STS listens; the name and shape of this module are moto's convention."""

from partition_simulator.sts.responses import SimulatedTokenResponse

url_bases = [r"https?://sts\.(.*\.)?amazonaws\.com"]
url_paths = {"{0}/$": SimulatedTokenResponse.dispatch}
