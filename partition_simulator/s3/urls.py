"""Where S3 listens; the name and shape of this module are moto's convention. Buckets are named in the path."""

from partition_simulator.s3.responses import SimulatedS3Response

url_bases = [r"https?://s3(?!(-control|tables|vectors))(.*)\.amazonaws.com"]
url_paths = {
    "{0}/$": SimulatedS3Response.bucket_dispatch,
    "{0}/(?P<key_or_bucket_name>[^/]+)$": SimulatedS3Response.ambiguous_dispatch,
    "{0}/(?P<key_or_bucket_name>[^/]+)/$": SimulatedS3Response.ambiguous_dispatch,
    "{0}/(?P<bucket_name_path>[^/]+)/(?P<key_name>[\\s\\S]+)": SimulatedS3Response.key_dispatch,
}
