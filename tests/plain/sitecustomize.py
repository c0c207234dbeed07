"""Has every process of a test miss what dxlib does not install, and other libraries load wherever it is there."""

import sys

# papermill loads boto3 and jsonschema the other: together more than two seconds, which each process would take.
MISSED = ("boto3", "rfc3987_syntax")

if __name__ == "sitecustomize":  # and not where pytest looks for examples in this file
    sys.modules.update(dict.fromkeys(MISSED))
