// One step of the browser's history for one act of the user: what a page adds to the address by itself,
// such as the year it opened on, takes the place of the step that stands, so that Back leads back.
(() => {
  const push = history.pushState;
  let acted = false;
  for (const act of ["click", "keydown", "change", "drop"])
    addEventListener(act, () => { acted = true; }, true);
  history.pushState = (state, title, url) => {
    const step = acted ? push : history.replaceState;
    acted = false;
    step.call(history, state, title, url);
  };
})();
