// The first script of the field app, in the oldest JavaScript: decides whether this browser can run the app, and says so in words when it cannot.
// Elder mode and theme are put on the page before anything is drawn, so nothing jumps.
(function () {
  'use strict';
  var me = document.currentScript;
  var root = document.documentElement;

  function show(part, why) {
    var parts = ['wait', 'wechat', 'old', 'failed'];
    for (var i = 0; i < parts.length; i++) {
      var element = document.getElementById('splash-' + parts[i]);
      if (element) { element.hidden = parts[i] !== part; }
    }
    var reason = document.getElementById('splash-why');
    if (reason && why) { reason.textContent = String(why); }
  }

  function remembered(key) {
    try { return window.localStorage.getItem(key); } catch (error) { return null; }
  }

  // The smallest module with an externref in it: what rustc emits since 1.82, and what browsers before Chromium 96 refuse.
  function canCompile() {
    try {
      return WebAssembly.validate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 1, 111, 0]));
    } catch (error) {
      return false;
    }
  }

  // The values are the style's: data-elder is "on" or "largest", data-theme is "dark" or "light".
  if (remembered('elder')) { root.setAttribute('data-elder', remembered('elder')); }
  if (remembered('theme')) { root.setAttribute('data-theme', remembered('theme')); }

  if (/MicroMessenger/i.test(navigator.userAgent)) { show('wechat'); return; }
  if (typeof WebAssembly !== 'object' || !canCompile() || !window.indexedDB || !('noModule' in document.createElement('script'))) {
    show('old');
    return;
  }

  window.doorstepFailed = function (why) { show('failed', why); };
  var start = document.createElement('script');
  start.type = 'module';
  start.src = me.getAttribute('data-start');
  start.onerror = function () { show('failed'); };
  document.head.appendChild(start);
})();
