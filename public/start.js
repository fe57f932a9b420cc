// Runs before anything is painted, in any browser: puts the chosen theme in place and, whatever goes wrong until the app
// stands (and after), shows a page that says why. Written for browsers too old for the app itself. It must not know what
// the app does.
(function () {
  "use strict";
  var root = document.documentElement;
  var started = false;
  var faulted = false;

  // The same key and form as the app's preference: a JSON string. Without one, the system's wish holds (dark.css).
  var theme = null;
  try {
    theme = JSON.parse(window.localStorage.getItem("clusterwise.theme"));
  } catch (barred) {
    theme = null;
  }
  if (theme === "dark" || theme === "light") root.setAttribute("data-theme", theme);

  function storageBarred() {
    try {
      return !window.indexedDB || !window.localStorage;
    } catch (barred) {
      return true;
    }
  }

  function tooOld() {
    return (
      typeof WebAssembly !== "object" ||
      typeof Promise !== "function" ||
      !("noModule" in document.createElement("script")) ||
      typeof window.fetch !== "function" ||
      typeof window.BigInt64Array !== "function"
    );
  }

  function all(selector, each) {
    var found = document.querySelectorAll(selector);
    for (var i = 0; i < found.length; i += 1) each(found[i]);
  }

  function show(reason, detail) {
    var box = document.getElementById("fault");
    if (!box) {
      document.addEventListener("DOMContentLoaded", function () {
        show(reason, detail);
      });
      return;
    }
    var shell = document.getElementById("shell");
    if (shell) shell.hidden = true;
    all("#fault [data-reason]", function (part) {
      part.hidden = part.getAttribute("data-reason") !== reason;
    });
    all("#fault [data-title]", function (part) {
      part.hidden = part.getAttribute("data-title") !== (reason === "stopped" ? "stopped" : "start");
    });
    var words = document.getElementById("fault-detail");
    words.textContent = detail ? String(detail).slice(0, 400) : "";
    words.hidden = !detail;
    if (reason === "stopped") box.className += " cw-fault--over";
    box.hidden = false;
    box.focus();
  }

  // The first reason is the real one; what follows is its echo.
  function fault(reason, detail) {
    if (faulted) return;
    faulted = true;
    if (!started && reason === "other" && storageBarred()) reason = "storage";
    show(reason, detail);
  }

  function thrown(error, message) {
    var name = error && error.name;
    var words = (error && error.message) || message;
    if (typeof WebAssembly === "object" && WebAssembly.RuntimeError && error instanceof WebAssembly.RuntimeError) {
      fault(started ? "stopped" : "other", words);
    } else if (!started && (name === "CompileError" || name === "LinkError" || name === "SyntaxError")) {
      fault("old", words);
    } else if (!started) {
      fault("other", words);
    }
  }

  window.addEventListener(
    "error",
    function (event) {
      var target = event.target;
      if (target && target !== window && (target.tagName === "SCRIPT" || target.tagName === "LINK")) {
        if (!started && target.rel !== "manifest" && target.rel !== "icon") {
          fault(location.protocol === "file:" ? "disk" : "file", target.src || target.href);
        }
      } else if (target === window) {
        thrown(event.error, event.message);
      }
    },
    true
  );
  window.addEventListener("unhandledrejection", function (event) {
    thrown(event.reason, String(event.reason));
  });

  document.addEventListener("DOMContentLoaded", function () {
    if (faulted) return;
    if (location.protocol === "file:") return fault("disk");
    if (tooOld()) return fault("old");
    document.getElementById("loading").hidden = false;
  });
  window.setTimeout(function () {
    var words = document.getElementById("loading-words");
    if (words && !started) words.textContent = "Still opening Clusterwise: the connection is slow";
  }, 8000);

  window.clusterwise = {
    fault: fault,
    started: function () {
      started = true;
      var shell = document.getElementById("shell");
      if (shell) shell.parentNode.removeChild(shell);
    },
  };
})();
