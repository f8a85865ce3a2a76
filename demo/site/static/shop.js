/** Basket, purchase and newsletter: what the shop tells the tracker about, and when. */

/** Send a custom event; the shop works all the same when the tracker was blocked. */
function tell(name, options) {
  window.liveinsight?.("event", name, options);
}

/** Post a form in the background; rejects when the shop does not answer with success. */
async function post(form) {
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
  });
  if (!answer.ok) throw new Error(`The shop answered ${answer.status}`);
  return answer.json();
}

function showCount(count) {
  for (const badge of document.querySelectorAll("[data-cart-count]")) badge.textContent = count;
}

function toast(text) {
  const box = document.querySelector(".toast");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => (box.hidden = true), 3200);
}

/** Run `work` for a form's submission, once at a time; without success the plain form goes out. */
function onSubmit(form, work) {
  let busy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    try {
      await work(await post(form));
    } catch {
      form.submit();
    } finally {
      busy = false;
    }
  });
}

for (const form of document.querySelectorAll("[data-add-to-cart]")) {
  onSubmit(form, ({ count }) => {
    const product = form.dataset.addToCart;
    const quantity = Number(new FormData(form).get("quantity"));
    tell("add_to_cart", { props: { product, quantity } });
    showCount(count);
    toast("In your basket. A good choice.");
  });
}

for (const form of document.querySelectorAll("[data-newsletter]")) {
  onSubmit(form, () => {
    tell("signup", { props: { place: form.dataset.newsletter } });
    const thanks = document.createElement("p");
    thanks.className = "joined-thanks";
    thanks.textContent = "You are on the list. The next letter leaves on Sunday.";
    form.replaceChildren(thanks);
  });
}

const order = document.querySelector("[data-purchase]");
if (order) {
  const { amount, currency, items } = order.dataset;
  tell("purchase", { props: { items: Number(items) }, revenue: { amount, currency } });
}

// A page from the back-forward cache shows the basket as it was; ask what is in it now.
window.addEventListener("pageshow", async (event) => {
  if (!event.persisted) return;
  const answer = await fetch("/cart/count/").catch(() => null);
  if (answer?.ok) showCount((await answer.json()).count);
});
