"""Between Forewarn's HTTP executor and AWX or Rundeck: takes signed jobs, launches them once, and says where they stand.

Needs Python 3.10 and nothing else. Settings: SECRET (whsec_...), KIND (awx or rundeck), SERVER, TOKEN, JOB (the id of the job
template or job), DATABASE (a file), PORT. Put it behind your TLS proxy. docs/executors.md has the contract.
"""

import base64, hashlib, hmac, json, os, sqlite3, threading, time, urllib.request
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = base64.b64decode(os.environ["SECRET"].removeprefix("whsec_"))
SERVER, TOKEN, JOB = os.environ["SERVER"].rstrip("/"), os.environ["TOKEN"], os.environ["JOB"]
TOLERANCE_SECONDS = 300
ONE_AT_A_TIME = threading.Lock()

DB = sqlite3.connect(os.environ["DATABASE"], check_same_thread=False, isolation_level=None)
DB.execute("create table if not exists jobs (key text primary key, posted text not null, run text)")
DB.execute("create table if not exists memory (since text not null)")
if DB.execute("select count(*) from memory").fetchone()[0] == 0:
    DB.execute("insert into memory values (?)", (datetime.now(timezone.utc).isoformat(),))


def call(method, path, headers, body=None):
    data = None if body is None else json.dumps(body).encode()
    headers = {"Accept": "application/json", "Content-Type": "application/json", **headers}
    request = urllib.request.Request(SERVER + path, data, headers, method=method)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


class Awx:
    auth = {"Authorization": f"Bearer {TOKEN}"}
    states = {"successful": "done", "failed": "failed", "error": "failed", "canceled": "failed"}

    def launch(self, variables):
        return call("POST", f"/api/v2/job_templates/{JOB}/launch/", self.auth, {"extra_vars": variables})["job"]

    def status(self, run):
        return call("GET", f"/api/v2/jobs/{run}/", self.auth)["status"]


class Rundeck:
    auth = {"X-Rundeck-Auth-Token": TOKEN}
    states = {"succeeded": "done", "failed": "failed", "aborted": "failed", "timedout": "failed"}

    def launch(self, variables):
        return call("POST", f"/api/41/job/{JOB}/run", self.auth, {"options": variables})["id"]

    def status(self, run):
        return call("GET", f"/api/41/execution/{run}", self.auth)["status"]


AUTOMATION = {"awx": Awx, "rundeck": Rundeck}[os.environ["KIND"]]()


def is_signed(headers, body):
    key, at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not at.isdigit() or abs(time.time() - int(at)) > TOLERANCE_SECONDS:
        return False
    digest = hmac.new(SECRET, f"{key}.{at}.".encode() + body, hashlib.sha256).digest()
    good = "v1," + base64.b64encode(digest).decode()
    return any(hmac.compare_digest(good, given) for given in headers.get("webhook-signature", "").split())


def take(job, posted):
    with ONE_AT_A_TIME:
        known = DB.execute("select posted from jobs where key = ?", (job["key"],)).fetchone()
        if known:
            return (202, {}) if known[0] == posted else (422, {"reason": "the key was used for another job"})
        # on record before it is launched: whatever happens next, it is not launched again
        DB.execute("insert into jobs values (?, ?, null)", (job["key"], posted))
    resource = job["resource"]
    run = AUTOMATION.launch({"resource": resource["name"], "resource_id": resource["id"], "window": job["reference"]})
    DB.execute("update jobs set run = ? where key = ?", (str(run), job["key"]))
    return 202, {"evidence": {"run": str(run)}}


def state(key):
    row = DB.execute("select run from jobs where key = ?", (key,)).fetchone()
    since = DB.execute("select since from memory").fetchone()[0]
    if row is None:
        return {"state": "not-begun", "remembers_since": since}
    if row[0] is None:
        return {"state": "unknown", "reason": "it was to be launched, and the answer was lost: look for it by hand"}
    status = AUTOMATION.status(row[0])
    return {"state": AUTOMATION.states.get(status, "running"), "reason": status, "evidence": {"run": row[0]}}


class Handler(BaseHTTPRequestHandler):
    def answer(self, work):
        try:
            status, body = work()
        except Exception as error:  # in doubt: Forewarn asks again where it stands
            status, body = 500, {"reason": type(error).__name__}
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def do_POST(self):
        body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), 65536))
        if not is_signed(self.headers, body):
            return self.answer(lambda: (401, {"reason": "not signed"}))
        job = json.loads(body)["data"]
        return self.answer(lambda: take(job, json.dumps(job, sort_keys=True)))

    def do_GET(self):
        key = self.path.rsplit("/", 1)[-1]
        if not is_signed(self.headers, b"") or self.headers["webhook-id"] != key:
            return self.answer(lambda: (401, {"reason": "not signed"}))
        return self.answer(lambda: (200, state(key)))

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
