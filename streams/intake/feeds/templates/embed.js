// Shows feeds of incidents in a website's own look:
//   <div data-sinergi-feed="dishub" data-kelurahan="kayuringinjaya" data-limit="10"></div>
//   <script async src=".../feeds/embed.js"></script>
// Texts are set as text, never as HTML, and nothing is styled, so a policy needs only script-src and connect-src.
(() => {
  "use strict";
  const home = new URL("./", document.currentScript.src).href;

  const element = (name, text, ...children) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    made.append(...children);
    return made;
  };

  // Moments come in the city's own time: they are shown so, wherever the reader is.
  const moment = (iso) => {
    const made = element("time", `${iso.slice(0, 10).split("-").reverse().join("/")} ${iso.slice(11, 16).replace(":", ".")}`);
    made.dateTime = iso;
    return made;
  };

  const item = ({ properties: told }) => {
    const title = element("a", told.title);
    if (told.link.startsWith(home)) title.href = told.link;
    const facts = element("div", `Dilaporkan ${told.voices} warga, ${told.step_label}. Diperbarui `, moment(told.updated_at));
    return element("li", "", title, facts);
  };

  const show = async (place) => {
    const path = [place.dataset.sinergiFeed, place.dataset.kelurahan].filter(Boolean).map(encodeURIComponent).join("/");
    const limit = Number(place.dataset.limit) || 10;
    place.setAttribute("role", "region");
    place.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(`${home}${path}.geojson`, { credentials: "omit" });
      if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
      const feed = await answer.json();
      place.setAttribute("aria-label", feed.title);
      const items = feed.features.slice(0, limit).map(item);
      place.replaceChildren(
        items.length ? element("ul", "", ...items) : element("p", "Tidak ada masalah yang terbuka."),
      );
    } catch (error) {
      console.error("sinergi:", error);
      place.replaceChildren(element("p", "Laporan warga belum dapat ditampilkan."));
    } finally {
      place.setAttribute("aria-busy", "false");
    }
  };

  // The script may stand beside each of several feeds; each is shown once.
  const showAll = () => {
    for (const place of document.querySelectorAll("[data-sinergi-feed]:not([data-sinergi-shown])")) {
      place.dataset.sinergiShown = "";
      show(place);
    }
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", showAll);
  else showAll();
})();
