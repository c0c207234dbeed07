"""Has every process of a test miss what dxlib does not install, and other libraries load wherever it is there."""

import sys

if __name__ == "sitecustomize":  # and not where pytest looks for examples in this file
    # papermill loads boto3 and jsonschema the other: together more than two seconds, which each worker would take.
    sys.modules.update({"boto3": None, "rfc3987_syntax": None})
