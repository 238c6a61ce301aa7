"""Where Account Management listens; the name and shape of this module are moto's convention."""

from partition_simulator.account.responses import SimulatedAccountResponse

url_bases = [r"https?://account\.(.+)\.amazonaws\.com"]
# Every operation of the botocore model, so that one that isn't simulated is told from a wrong path.
url_paths = {"{0}/<path:operation>$": SimulatedAccountResponse.dispatch}
