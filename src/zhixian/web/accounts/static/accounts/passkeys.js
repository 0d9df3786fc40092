// Says in words when a passkey was not used: the library only writes to the console.
document.addEventListener("allauth.error", (event) => {
  const said = document.getElementById("passkey_failed");
  if (!said) return;
  event.preventDefault();
  said.hidden = false;
  said.scrollIntoView({ block: "center" });
});
