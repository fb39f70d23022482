// A link to another page of ours opens inside the page that stands: one step of the history, told to Streamlit
// as it is told of Back, in place of a second start of the whole page. Keys, other buttons of the mouse, links
// elsewhere and a page that has lost its server are left to the browser.
addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest(".stHtml a[href]:not(.xh-waiting a)");
  const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  const isServed = document.querySelector('.stApp[data-test-connection-state="CONNECTED"]');
  if (!link || !isPlain || !isServed || event.defaultPrevented || link.origin !== location.origin) return;
  event.preventDefault();
  if (link.href !== location.href) history.pushState({}, "", link.href);
  dispatchEvent(new PopStateEvent("popstate"));
  const main = document.querySelector(".stMain");
  main?.scrollTo(0, 0);
  main?.focus({ preventScroll: true });  // the link goes with its page; the keyboard stands before the new one
});
