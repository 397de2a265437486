"""Runs in a build sandbox: installs the requirements.txt of the task folder.
The log goes to stderr. A line of JSON with the result and, on success, the packages as a zip go to stdout."""

import json
import os
import re
import subprocess
import sys
import zipfile

settings = json.loads(sys.argv[1])
task, tmp, index = settings["task"], settings["tmp"], settings["index"]
here = os.path.dirname(os.path.abspath(__file__))
target = os.path.join(tmp, "target")
MAX_REASONS = 4


def answer(**result):
    out.write(json.dumps({"packages": [], "diagnostics": [], **result}).encode() + b"\n")
    out.flush()


def install():
    """Returns None on success, otherwise the error."""
    wheels = os.path.join(task, "wheels")
    has_wheels = os.path.isdir(wheels) and any(name.endswith(".whl") for name in os.listdir(wheels))
    args = ["install", "--target", target, "--no-compile", "--no-cache-dir", "--only-binary", ":all:"]
    args += ["--disable-pip-version-check", "--no-input", "--retries", "1", "--progress-bar", "off", "--root-user-action", "ignore"]
    args += ["-r", os.path.join(task, "requirements.txt")]
    args += ["--find-links", wheels] if has_wheels else []
    # If the package includes wheels, use only those and no index.
    args += ["--no-index"] if has_wheels else ["--index-url", index] if index else []
    print("> pip install -r requirements.txt" + (" (from wheels/)" if has_wheels else ""), file=sys.stderr, flush=True)
    # Isolated: pip must not import modules from the package that shadow those of Python or pip. The
    # output is shared by everyone with equal requirements, so nothing else of the package may
    # affect it.
    run_pip = f"import runpy, sys; sys.path.insert(0, {here!r}); runpy.run_module('pip', run_name='__main__')"
    command = [sys.executable, "-I", "-c", run_pip, *args]
    environment = {**os.environ, "PIP_CONFIG_FILE": os.devnull, "HOME": tmp}
    process = subprocess.Popen(
        command, cwd=task, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    reasons = []
    unreachable = False
    for line in process.stdout:
        text = line.decode("utf-8", "replace")
        sys.stderr.write(text)
        sys.stderr.flush()
        unreachable = unreachable or "NewConnectionError" in text or "Temporary failure in name resolution" in text
        found = re.match(r"ERROR: (.+)", text)
        if found and len(reasons) < MAX_REASONS:
            reasons.append(found[1].strip())
    code = process.wait()
    if code == 0:
        return None
    if unreachable:
        reasons.insert(0, "the package index cannot be reached; wheels in wheels/ of the package need none.")
    return "pip install failed: " + (" ".join(reasons) or f"it ended with {code}")


def installed():
    found = []
    for name in sorted(os.listdir(target)):
        match = re.fullmatch(r"(.+)-([^-]+)\.dist-info", name)
        if match:
            found.append({"name": match[1], "version": match[2]})
    return found


def write_zip():
    paths = []
    for folder, _, names in os.walk(target):
        for name in names:
            path = os.path.join(folder, name)
            # Functions have no use for the programs in bin/, and links are not supported.
            if not os.path.islink(path) and not os.path.relpath(path, target).startswith("bin/"):
                paths.append(path)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(paths):
            entry = zipfile.ZipInfo(os.path.relpath(path, target), (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = (0o100755 if os.stat(path).st_mode & 0o111 else 0o100644) << 16
            with open(path, "rb") as file:
                archive.writestr(entry, file.read())


# Only the answer may go to stdout.
out = os.fdopen(os.dup(1), "wb")
os.dup2(2, 1)
os.makedirs(target)
error = install()
if error is not None:
    answer(error=error)
else:
    answer(error=None, packages=installed())
    write_zip()
    out.close()
