"""Words that begin a shell command or a magic: what `shell_as_python` goes by."""

from __future__ import annotations

#: Commands that are run with `!`.
COMMANDS = frozenset(
    """
    7z apt apt-get awk aws az bash brew bzip2 cat chmod chown clear cmake code convert cp curl cut df diff dir
    docker du dvc echo ffmpeg file find free g++ gcc gcloud gdown git grep gsutil gunzip gzip hdfs head hostname
    huggingface-cli java javac jq jupyter kaggle kill killall kubectl less ln ls lscpu lsof make md5sum mkdir
    more mv nano node npm nproc npx nvcc nvidia-smi open perl pg_dump ping pipenv poetry ps psql pytest python
    python3 rm rmdir Rscript rsync ruby scp sed sh sort spark-submit sqlite3 ssh streamlit su sudo tail tar tee
    top touch tree uname uniq unzip uv uvicorn vi vim virtualenv wc wget which whoami xargs yum zip
    """.split()  # noqa: SIM905 - a hundred words read better as words
)
#: Commands that a magic does better: it acts on this kernel.
AS_MAGIC = {
    "pip": "pip",
    "pip3": "pip",
    "conda": "conda",
    "mamba": "mamba",
    "micromamba": "micromamba",
    "uv": "uv",
    "cd": "cd",
}
#: Words that take things away.
DELETING = frozenset({"rm", "rmdir", "unlink", "shred", "uninstall", "remove", "purge", "kill", "killall", "clean"})
#: Words that put things in.
INSTALLING = frozenset({"install", "add", "upgrade", "update", "create"})
#: Line magics of IPython and of extensions that are widely used.
LINE_MAGICS = tuple(
    """
    alias autoawait autocall automagic autoreload bookmark cat cd clear colors conda config cp debug dhist dirs
    doctest_mode ed edit env gui hist history killbgscripts ldir less load load_ext loadpy logoff logon logstart
    logstate logstop lprun ls lsmagic macro magic mamba man matplotlib memit micromamba mkdir more mprun mv
    notebook page pastebin pdb pdef pdoc pfile pinfo pip popd pprint precision prun psearch psource pushd pwd
    pycat pylab quickref recall rehashx reload_ext rep rerun reset reset_selective rm rmdir run save sc set_env
    snapshot sql store sx system tb tensorboard time timeit unalias unload_ext uv watermark who who_ls whos xdel
    xmode
    """.split()  # noqa: SIM905 - likewise
)
#: Cell magics, likewise.
CELL_MAGICS = tuple(
    """
    HTML SVG bash bigquery capture code_wrap cython debug file html javascript js latex lprun markdown memit
    mprun perl prun pypy python python2 python3 ruby script sh snapshot sparksql sql sx svg system time timeit
    writefile
    """.split()  # noqa: SIM905 - likewise
)
#: Magics that are often typed without their `%`, with what must follow to tell them from Python.
BARE_MAGICS = {
    "matplotlib": r"(inline|notebook|widget|qt\d?|ipympl|agg|auto)?$",
    "load_ext": r"[\w.]+$",
    "reload_ext": r"[\w.]+$",
    "unload_ext": r"[\w.]+$",
    "autoreload": r"[0-3]?$",
    "timeit": r"[^=.,].*",
    "time": r"[^=.,\s(].*\(.*",
    "run": r"[\w./-]+\.(py|ipynb)\b.*",
    "pylab": r"(inline|notebook)?$",
    "config": r"\w+\.\w+.*",
    "whos": "$",
    "who": "$",
    "pwd": "$",
    "history": "$",
    "env": r"\w+=.*",
}
