"""The part `captures`: pages kept by the real browser, in a network from which nothing leaves."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
#: Mode, budget in seconds (median), where it comes from.
BUDGETS = {"first window": 2.5, "whole page": 4.5, "whole page, printed": 6.0}


def validated(files, folder):
    """How many each tool written by others calls valid; none where it is not installed."""
    tools = os.environ.get("WACZ_TOOLS", "")
    find = lambda name: shutil.which(name, path=tools) or shutil.which(name)
    wacz, warcio = find("wacz"), find("warcio")
    good = {"wacz validate": 0 if wacz else None, "warcio check": 0 if warcio else None}
    for file in files:
        if wacz and subprocess.run([wacz, "validate", "-f", file], capture_output=True).returncode == 0:
            good["wacz validate"] += 1
        if warcio:
            with zipfile.ZipFile(file) as package:
                package.extract("archive/data.warc.gz", folder)
            check = subprocess.run([warcio, "check", os.path.join(folder, "archive", "data.warc.gz")], capture_output=True)
            good["warcio check"] += check.returncode == 0
    return good


def captures(bench):
    """Two hundred captures, each a whole process with a new browser and a date."""
    count, folder = 12 if bench.quick else 200, bench.path("captures")
    os.makedirs(folder)
    command = [os.path.join(HERE, "..", "tests", "web", "namespace"), sys.executable, "-B", os.path.join(HERE, "captures_inside.py"), bench.program, folder, str(count)]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        raise RuntimeError(f"captures: {run.stderr[-400:]}")
    told = json.loads(run.stdout.splitlines()[-1])
    all_of = told["captures"]
    peer = statistics.median(told["peers"])
    for mode, budget in BUDGETS.items():
        ours = [one for one in all_of if one["mode"] == mode]
        seconds = sorted(one["seconds"] for one in ours)
        p95 = seconds[int(len(seconds) * 0.95) - 1 if len(seconds) > 1 else 0]
        detail = f"p95 {p95:.2f} s, {len(ours)} runs; {statistics.median(seconds) / peer:.1f} × a bare `chromium --screenshot`; {ours[0]['pictures']} pictures, {ours[0]['bytes'] / 1e6:.1f} MB"
        bench.row(f"page kept, {mode}, dated, whole process", f"{statistics.median(seconds):.2f} s", f"≤ {budget} s", statistics.median(seconds) <= budget, "preau capture URL --out F.wacz …", detail)
    bench.row("peer: chromium --screenshot, no archive", f"{peer:.2f} s", detail=f"{len(told['peers'])} runs", command="chromium --headless --screenshot URL")
    browser = max(one["browser"] for one in all_of) / 2**20
    bench.row("memory of the browser, all its processes (PSS)", f"{browser:.0f} MiB", "≤ 750 MB", browser * 2**20 <= 750e6, detail="at the end of the worst capture")
    own = max(one["own"] for one in all_of) / 2**20
    bench.row("memory of our process beside it, peak", f"{own:.0f} MiB", "≤ 60 MB", own * 2**20 <= 60e6)
    complete = sum(one["state"] == "complete" for one in all_of)
    gaps, silent = sum(one["gaps"] for one in all_of), sum(one["silent"] for one in all_of)
    bench.row("requests that the site saw and nobody tells of", str(silent), "0", silent == 0, detail=f"{complete} of {len(all_of)} complete, {gaps} named gaps, {sum(one['dated'] for one in all_of)} dated")
    files = sorted(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".wacz"))
    for tool, good in validated(files, folder).items():
        if good is None:
            bench.row(f"archives that `{tool}` calls valid", "not installed here")
        else:
            bench.row(f"archives that `{tool}` calls valid", f"{good} of {len(files)}", "all", good == len(files), f"{tool} …")
    shutil.rmtree(folder)
