//! A Chromium without a window, told by its own protocol what to do: <https://chromedevtools.github.io/devtools-protocol/>.

use std::env;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

/// Longer than anything takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// How often it is asked whether something is so by now.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// A browser with one page.
pub struct Browser {
    process: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    last: u64,
    session: Option<String>,
    /// What the page has complained of.
    complaints: Vec<String>,
    _profile: TempDir,
}

impl Browser {
    /// Starts it.
    pub fn start() -> Self {
        let profile = tempfile::tempdir().unwrap();
        let mut command = Command::new("sh");
        // It reads commands from descriptor 3, and answers at 4.
        command.args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1"]).arg(chromium());
        command.args(["--headless", "--remote-debugging-pipe", "--no-first-run", "--disable-gpu", "--hide-scrollbars"]);
        // Nothing of what it looks at is from elsewhere, and a container has no other sandbox to offer.
        command.arg("--no-sandbox").arg(format!("--user-data-dir={}", profile.path().display()));
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let input = process.stdin.take().unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let (sender, messages) = channel();
        thread::spawn(move || {
            let mut message = Vec::new();
            while output.read_until(0, &mut message).is_ok_and(|length| length > 0) {
                message.pop();
                if serde_json::from_slice(&message).is_ok_and(|message| sender.send(message).is_err()) {
                    return;
                }
                message.clear();
            }
        });
        let (last, session, complaints) = (0, None, Vec::new());
        let mut browser = Self { process, input, messages, last, session, complaints, _profile: profile };
        let page = browser.call("Target.createTarget", &json!({ "url": "about:blank" }));
        let attach = json!({ "targetId": page["targetId"], "flatten": true });
        browser.session = browser.call("Target.attachToTarget", &attach)["sessionId"].as_str().map(str::to_string);
        for domain in ["Page", "Runtime", "Log", "Network"] {
            browser.call(&format!("{domain}.enable"), &json!({}));
        }
        browser
    }

    /// Sends a command, and waits for its answer, which is no error.
    pub fn call(&mut self, method: &str, parameters: &Value) -> Value {
        self.answer(method, parameters).unwrap_or_else(|error| panic!("{method} {parameters}: {error}"))
    }

    /// Sends a command, and waits for its answer, or for the error that stands in its place.
    fn answer(&mut self, method: &str, parameters: &Value) -> Result<Value, Value> {
        self.last += 1;
        let mut command = json!({ "id": self.last, "method": method, "params": parameters });
        if let Some(session) = &self.session {
            command["sessionId"] = json!(session);
        }
        self.input.write_all(format!("{command}\0").as_bytes()).unwrap();
        loop {
            let message = self.messages.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no answer to {command}"));
            if message["id"] == self.last {
                let error = &message["error"];
                return if error.is_null() { Ok(message["result"].clone()) } else { Err(error.clone()) };
            }
            self.take_in(&message);
        }
    }

    /// Notes what a page complains of, and what it wants from the network.
    fn take_in(&mut self, message: &Value) {
        let parameters = &message["params"];
        let complaint = match message["method"].as_str().unwrap_or_default() {
            "Runtime.exceptionThrown" => parameters["exceptionDetails"].to_string(),
            "Runtime.consoleAPICalled" if parameters["type"] == "error" => parameters["args"].to_string(),
            "Log.entryAdded" if parameters["entry"]["level"] == "error" => parameters["entry"].to_string(),
            "Network.requestWillBeSent" => match parameters["request"]["url"].as_str() {
                Some(url) if url.starts_with("http") => format!("asks for {url}"),
                _ => return,
            },
            _ => return,
        };
        self.complaints.push(complaint);
    }

    /// Goes to a page, in a window of this width, and waits until all of it is there.
    pub fn open(&mut self, url: &str, width: u32) {
        let window = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        self.call("Emulation.setDeviceMetricsOverride", &window);
        // Another section of the same page would not be loaded.
        self.call("Page.navigate", &json!({ "url": "about:blank" }));
        self.wait_for("location.href === 'about:blank'");
        self.call("Page.navigate", &json!({ "url": url }));
        self.wait_for("location.href !== 'about:blank' && document.readyState === 'complete'");
    }

    /// What the page has complained of since this was asked last.
    pub fn complaints(&mut self) -> Vec<String> {
        std::mem::take(&mut self.complaints)
    }

    /// What this says in the page. A promise is waited for.
    pub fn ask(&mut self, script: &str) -> Value {
        self.evaluate(script).unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    fn evaluate(&mut self, script: &str) -> Result<Value, Value> {
        let asked = json!({ "expression": script, "returnByValue": true, "awaitPromise": true });
        let answer = self.answer("Runtime.evaluate", &asked)?;
        assert!(answer["exceptionDetails"].is_null(), "{script}: {answer}");
        Ok(answer["result"]["value"].clone())
    }

    /// Waits until this is true in the page.
    pub fn wait_for(&mut self, script: &str) {
        let begin = Instant::now();
        // An error is no answer yet: the page in which this was asked is just being left for the one that is waited for.
        while self.evaluate(script) != Ok(json!(true)) {
            assert!(begin.elapsed() < PATIENCE, "it does not come true: {script}");
            thread::sleep(POLL_INTERVAL);
        }
    }

    /// What keeps people from using the page, as axe-core finds it: its script is where `AXE` says.
    pub fn barriers(&mut self) -> Vec<Value> {
        let axe = env::var("AXE").expect("AXE names the file axe.min.js of the npm package axe-core");
        let axe = fs::read_to_string(axe).unwrap();
        self.ask(&format!("{axe}; 0"));
        // Preloading would ask for what a page from a file may not have.
        let found = self.ask(
            "axe.run({ preload: false }).then(found => found.violations\
             .filter(it => ['serious', 'critical'].includes(it.impact))\
             .map(it => it.id + ': ' + it.nodes.slice(0, 2).map(node => node.html.slice(0, 120)).join(' | ')))",
        );
        found.as_array().cloned().unwrap_or_default()
    }

    /// Presses a key.
    pub fn press(&mut self, key: &str, text: &str) {
        for kind in ["keyDown", "keyUp"] {
            let text = if kind == "keyDown" { text } else { "" };
            let code = if key == "Enter" { 13 } else { 9 };
            let event = json!({ "type": kind, "key": key, "code": key, "text": text, "windowsVirtualKeyCode": code });
            self.call("Input.dispatchKeyEvent", &event);
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The only error is that it has ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The program, under any of its names.
fn chromium() -> PathBuf {
    const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    let all = NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    all.into_iter()
        .find(|file| file.is_file())
        .unwrap_or_else(|| panic!("there is no Chromium: none of {NAMES:?} is in PATH"))
}
