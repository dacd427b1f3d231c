"""What no program of its own checks of server-config/: that the keys exist, that the Kubernetes objects are as its schema
has them, that a stop has the time that a drain takes, and that no secret is written down. Called by config-test."""

import re
import sys
from pathlib import Path

import kubernetes_model
import yaml

ROOT = Path("server-config")
SETTINGS = Path("src/main/resources/META-INF/microprofile-config.properties")
SECRETS = ["amqp.uri", "datasource.password", "mongo.uri", "redis.uri", "auth.token-secret"]
# WildFly's own, for tls.cli
FOREIGN = {"RECADO_TLS_PASSWORD"}
SERVER_STOP_SECONDS = 10
found = []


def claim(holds, what):
    if not holds:
        found.append(what)


def settings():
    lines = re.findall(r"^#?((?:recado|mp)\.[a-z0-9.-]+)=(.*)$", SETTINGS.read_text(), re.M)
    return dict(lines)


def variable(key):
    return re.sub(r"[^A-Z0-9]", "_", key.upper())


def the_keys_exist(known):
    variables = {variable(key) for key in known} | FOREIGN
    areas = {key.split(".")[1] for key in known if key.count(".") > 1} - {"commands"}
    for file in filter(Path.is_file, ROOT.rglob("*")):
        text = file.read_text(errors="replace")
        for name in re.findall(r"\bRECADO_[A-Z0-9_]*[A-Z0-9]\b", text):
            claim(name in variables, f"{file}: no setting is named {name}")
        for key in re.findall(r"\brecado\.[a-z]+\.[a-z0-9-]+\b", text):
            claim(key in known or key.split(".")[1] not in areas, f"{file}: no setting is named {key}")


def all_secrets_are(names, where):
    for key in SECRETS:
        claim({"recado." + key, variable("recado." + key)} & names.keys(), f"{where}: recado.{key} is not there")


def secrets_in(variables):
    return {variable("recado." + key) for key in SECRETS} & variables.keys()


def stop_seconds(known, variables):
    drain = (f"recado.socket.drain-{part}-ms" for part in ("delay", "timeout"))
    return sum(int(variables.get(variable(key), known[key])) for key in drain) / 1000 + SERVER_STOP_SECONDS


def kubernetes(known):
    file = ROOT / "kubernetes/recado.yaml"
    objects = list(yaml.safe_load_all(file.read_text()))
    strange = [line for one in objects for line in kubernetes_model.conforms(one, "V1" + one["kind"], one["kind"])]
    found.extend(strange)
    if strange:
        return
    kinds = {one["kind"]: one for one in objects}
    claim("Secret" not in kinds, f"{file}: a Secret is written down")
    claim(not secrets_in(kinds["ConfigMap"]["data"]), f"{file}: a secret is in the ConfigMap")
    pod = kinds["Deployment"]["spec"]["template"]
    claim(pod["spec"]["securityContext"]["runAsNonRoot"], f"{file}: it may run as root")
    for name in ("Service", "PodDisruptionBudget"):
        selector = kinds[name]["spec"]["selector"]
        selected = selector.get("matchLabels", selector)
        claim(selected.items() <= pod["metadata"]["labels"].items(), f"{file}: {name} selects no pod")
    for container in pod["spec"]["containers"]:
        for probe, path in {"startup": "started", "liveness": "live", "readiness": "ready"}.items():
            claim(container[probe + "Probe"]["httpGet"]["path"] == "/health/" + path, f"{file}: {probe}")
        before = container["lifecycle"]["preStop"]["exec"]["command"][-1]
        wait = int(re.search(r"sleep (\d+)", before)[1])
        needed = wait + stop_seconds(known, kinds["ConfigMap"]["data"])
        claim(pod["spec"]["terminationGracePeriodSeconds"] >= needed, f"{file}: the stop is too short")


def compose(known):
    file = ROOT / "compose/compose.yaml"
    text = file.read_text()
    services = yaml.safe_load(text)["services"]
    for name in ("node1", "node2"):
        grace = int(services[name]["stop_grace_period"].rstrip("s"))
        variables = services[name]["environment"]
        claim(grace >= stop_seconds(known, variables), f"{file}: the stop of {name} is too short")
        all_secrets_are(variables, f"{file}, {name}")
    for name, value in re.findall(r"^ +(\w*(?:PASS|PASSWORD|SECRET|AUTH)): (.+)$", text, re.M):
        claim(re.fullmatch(r"\$\{\w+:[?-]\}", value), f"{file}: {name} is written down")
    for address in re.findall(r"://\w+:([^@\s/]+)@", text):
        claim(re.fullmatch(r"\$\{\w+:\?\}", address), f"{file}: the password of an address is written down")


def systemd(known):
    file = ROOT / "systemd/recado.service"
    unit = file.read_text()
    all_secrets_are(dict(re.findall(r"^LoadCredential=([^:]+):(.+)$", unit, re.M)), file)
    variables = dict(re.findall(r"^(\w+)=(.*)$", (ROOT / "systemd/recado.env").read_text(), re.M))
    claim(not secrets_in(variables), "recado.env: a secret is in it")
    stop = int(re.search(r"^TimeoutStopSec=(\d+)$", unit, re.M)[1])
    claim(stop >= stop_seconds(known, variables), f"{file}: the stop is too short")


def container():
    file = ROOT / "container/Containerfile"
    text = file.read_text().replace("\\\n", " ")
    user = re.findall(r"^USER (\d+)", text, re.M)
    claim(user and user[-1] != "0", f"{file}: it runs as root")
    claim(not re.search(r"^(ARG|ENV) .*(PASS|SECRET|TOKEN|URI)", text, re.M | re.I), f"{file}: a secret is in a layer")
    for sources in re.findall(r"^COPY (?:--\S+ )*(.+) \S+$", text, re.M):
        for source in sources.split():
            claim(source.startswith("target/") or Path(source).is_file(), f"{file}: {source} is not there")


known = settings()
the_keys_exist(known)
kubernetes(known)
compose(known)
systemd(known)
container()
for line in found:
    print("wrong ", line)
sys.exit(1 if found else 0)
