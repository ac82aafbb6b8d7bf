// Links to this page in its languages. The address they lead to is made when one is followed, because
// it changes while the page is used.

const group = make("nav", "language-switch");
group.setAttribute("aria-label", constants.label);
for (const { key, tag, name } of constants.offered) {
  const link = make("a", "language-link", name);
  link.href = `?lang=${key}`;
  link.lang = link.hreflang = tag;
  if (key === constants.spoken) link.setAttribute("aria-current", "true");
  link.addEventListener("click", () => {
    const address = new URL(location.href);
    address.searchParams.set("lang", key);
    link.href = address.href;
  });
  group.append(link);
}
widgetRoot.append(group);
