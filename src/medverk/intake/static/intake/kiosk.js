// On the office's tablet: clear the form when nobody has touched it for a while. Without this
// script everything works, and the next person clears the form by the button on the last page.
const note = document.getElementById("clears");
let timer;
function wait() {
  clearTimeout(timer);
  timer = setTimeout(() => location.replace(location.pathname), note.dataset.seconds * 1000);
}
for (const event of ["pointerdown", "keydown", "scroll", "focusin"]) {
  addEventListener(event, wait, { passive: true });
}
note.hidden = false;
wait();
