"""Airflow: pull and clean, build in mapped shards, merge, audit and publish; Airflow 3 with its standard provider."""

from datetime import datetime
from zoneinfo import ZoneInfo

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

PROJECT = "/srv/dxlib"  # a folder that all workers share, dxlib on their PATH
SHARDS = 4
DATA = "dxlib pull && dxlib clean && dxlib check"
# A project is built by one process at a time: each shard is a project of its own, with the same data and notebooks.
BUILD = (
    "mkdir -p .dxlib/shards/{i} && ln -sfn $PWD/dxlib.yaml $PWD/data $PWD/notebooks .dxlib/shards/{i}/ && "
    "dxlib build --root .dxlib/shards/{i} --edition all --shard {i}/{n} --log plain"
)
PUBLISH = "dxlib merge .dxlib/shards/*/.dxlib && dxlib audit && dxlib publish --output /srv/www/dxlib"

with DAG(
    dag_id="dxlib",
    schedule="15 3 * * *",
    start_date=datetime(2025, 1, 1, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")),
    catchup=False,
    max_active_runs=1,
    default_args={"cwd": PROJECT},
):
    data = BashOperator(task_id="data", bash_command=DATA)
    build = BashOperator.partial(task_id="build").expand(
        bash_command=[BUILD.format(i=shard, n=SHARDS) for shard in range(1, SHARDS + 1)]
    )
    publish = BashOperator(task_id="publish", bash_command=PUBLISH)
    data >> build >> publish
