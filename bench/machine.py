"""The machine: its facts, processes with their memory, a database server of our own."""

import glob
import os
import pwd
import re
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import threading
import time


def said(*command):
    """The first line that a command prints, or nothing where it is missing."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (done.stdout or done.stderr).strip().split("\n")[0]


def field(path, name):
    """A figure of a file of /proc, in KiB; 0 where there is none."""
    try:
        with open(path) as file:
            found = re.search(rf"^{name}:\s+(\d+) kB", file.read(), re.M)
    except OSError:
        return 0
    return int(found[1]) if found else 0


def fsync_times(folder, count=200):
    """Seconds that 4 KiB take to be durable in this folder, sorted."""
    path, times = os.path.join(folder, "fsync-probe"), []
    with open(path, "wb", buffering=0) as file:
        for n in range(count):
            began = time.perf_counter()
            os.pwrite(file.fileno(), os.urandom(4096), n * 4096)
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - began)
    os.unlink(path)
    return sorted(times)


def facts(folder, program):
    """What a reader must know of the machine before comparing."""
    with open("/proc/cpuinfo") as file:
        model = re.search(r"model name\s*:\s*(.+)", file.read())
    times = fsync_times(folder)
    kind = subprocess.run(["df", "--output=fstype", folder], capture_output=True, text=True).stdout.split("\n")[-2].strip()
    memory = field("/proc/meminfo", "MemTotal") / 1048576
    return [
        f"processor: {model[1] if model else 'unknown'}, {os.cpu_count()} cores; {memory:.0f} GiB; Linux {os.uname().release}",
        f"disk: {kind}; 4 KiB + fdatasync: median {statistics.median(times) * 1e3:.2f} ms, 95th percentile {times[int(len(times) * 0.95)] * 1e3:.2f} ms"
        + (" — MEMORY, NOT A DISK: durable figures mean nothing here, set BENCH_DIR" if kind in ("tmpfs", "ramfs") else ""),
        f"program: {said(program, '--version')}, {os.path.getsize(program)} bytes, revision {said('git', '-C', os.path.dirname(__file__), 'rev-parse', '--short', 'HEAD') or 'unknown'}",
        f"peers: {said('openssl', 'version')}; age {said('age', '--version')}; {said('sha256sum', '--version')}",
    ]


def mib(kib):
    return f"{kib / 1024:.1f} MiB"


def load():
    """How busy the machine is: processes that want a core, mean of the last minute."""
    return os.getloadavg()[0]


def spent():
    """Processor seconds of the commands that ended; what a busy machine changes least."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Run:
    """A command run to its end: seconds, processor seconds, output, peak of its resident memory in KiB (where watched)."""

    def __init__(self, command, watch=False, good=(0,), **options):
        self.peak, stop = 0, threading.Event()
        used = spent()
        began = time.perf_counter()
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=options.pop("stdin", subprocess.DEVNULL), **options)

        def watcher():
            # The peak that the system keeps for the new program; rusage would count our own before `exec`.
            while not stop.wait(0.004):
                self.peak = max(self.peak, field(f"/proc/{child.pid}/status", "VmHWM"))

        thread = threading.Thread(target=watcher, daemon=True) if watch else None
        if thread:
            thread.start()
        self.out, err = child.communicate()
        self.seconds = time.perf_counter() - began
        self.cpu = spent() - used
        stop.set()
        if thread:
            thread.join()
        if child.returncode not in good:
            raise RuntimeError(f"{' '.join(command[:4])}…: status {child.returncode}: {err.decode(errors='replace').strip()[-400:]}")


class Server:
    """`preau serve` on a free port of this machine, with a data folder of its own."""

    def __init__(self, program, data, database=None):
        self.data, self.log = data, data + ".log"
        command = [program, "serve", "--listen", "127.0.0.1:0", "--data", data] + (["--database", database] if database else [])
        self.began = time.perf_counter()
        with open(self.log, "ab") as log:
            self.child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, stdin=subprocess.DEVNULL, cwd=os.path.dirname(data))
        line = self.child.stdout.readline().decode()
        found = re.search(r"http://localhost:(\d+)", line)
        if not found:
            self.kill()
            with open(self.log, errors="replace") as log:
                raise RuntimeError(f"the server did not start: {line.strip()} {log.read()[-400:]}")
        self.port = int(found[1])

    def memory(self, name):
        """RSS, PSS, HWM, or what is in no file (ANON), in KiB."""
        file, key = {"rss": ("status", "VmRSS"), "hwm": ("status", "VmHWM"), "anon": ("status", "RssAnon"), "pss": ("smaps_rollup", "Pss")}[name]
        return field(f"/proc/{self.child.pid}/{file}", key)

    def forget_peak(self):
        with open(f"/proc/{self.child.pid}/clear_refs", "w") as file:
            file.write("5")

    def cpu(self):
        """Seconds of processor used so far."""
        with open(f"/proc/{self.child.pid}/stat") as file:
            parts = file.read().rsplit(")", 1)[1].split()
        return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self):
        self._end(signal.SIGTERM)

    def kill(self):
        """What a power cut leaves: nothing is said to the process."""
        self._end(signal.SIGKILL)

    def _end(self, how):
        if self.child.poll() is None:
            self.child.send_signal(how)
            try:
                self.child.wait(15)
            except subprocess.TimeoutExpired:
                self.child.kill()
                self.child.wait()
        self.child.stdout.close()


class Postgres:
    """A cluster of our own; a cluster of the system is never looked at. fsync stays on."""

    def __init__(self, folder):
        self.bin = next((d for d in self._places() if os.access(f"{d}/initdb", os.X_OK) and os.access(f"{d}/postgres", os.X_OK)), None)
        if not self.bin:
            raise RuntimeError("no PostgreSQL server on this machine (Debian: postgresql)")
        self.data = os.path.join(folder, "cluster")
        os.mkdir(folder, 0o700)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
            pwd.getpwnam("postgres")
        self._run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c max_connections=200"
        self._run("pg_ctl", "-D", self.data, "-l", f"{folder}/log", "-w", "-t", "60", "-o", options, "start")
        self.url = f"postgres://postgres@127.0.0.1:{port}/postgres"
        with open(f"{self.data}/postmaster.pid") as file:
            self.pid = int(file.readline())
        self.version = said(f"{self.bin}/postgres", "--version")

    @staticmethod
    def _places():
        numbered = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda d: float(d.split("/")[4]), reverse=True)
        return numbered + [os.path.dirname(os.path.realpath(p)) for p in [shutil.which("initdb")] if p]

    def _run(self, tool, *args):
        command = [f"{self.bin}/{tool}", *args]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        # Files, not pipes: the server that pg_ctl leaves behind would hold a pipe open.
        done = subprocess.run(command, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
        if done.returncode:
            raise RuntimeError(f"{tool}: status {done.returncode}")

    def stop(self):
        """By its own number, politely, then at once."""
        for how in (signal.SIGINT, signal.SIGQUIT):
            try:
                os.kill(self.pid, how)
                for _ in range(100):
                    os.kill(self.pid, 0)
                    time.sleep(0.1)
            except ProcessLookupError:
                return
