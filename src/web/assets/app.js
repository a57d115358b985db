// SPDX-License-Identifier: EUPL-1.2
// Makes pages pleasant; every page works without it. Texts come from the page (data-… of <body>), in its language.
(function () {
    "use strict";

    const words = document.body.dataset;

    // Suggestions while typing, after the ARIA 1.2 pattern for an editable combobox with a list. The field stays a text
    // field: the hidden field behind it gets the value of the suggestion that was chosen, and loses it when the text
    // changes. GET /suggest/<kind>?q=… answers [{value, text, note}].
    let comboboxes = 0;

    function combobox(box) {
        if (box.dataset.ready) return;
        box.dataset.ready = "1";
        const input = box.querySelector("input[type=text]");
        const code = box.querySelector("input[type=hidden]");
        const list = document.createElement("ul");
        const live = document.createElement("div");
        list.id = "combobox-" + ++comboboxes;
        list.className = "combobox-list";
        list.hidden = true;
        list.setAttribute("role", "listbox");
        const label = document.querySelector('label[for="' + input.id + '"]');
        if (label) {
            label.id = label.id || input.id + "-label";
            list.setAttribute("aria-labelledby", label.id);
        }
        live.className = "combobox-count";
        live.setAttribute("role", "status");
        box.append(list, live);
        input.setAttribute("role", "combobox");
        input.setAttribute("aria-autocomplete", "list");
        input.setAttribute("aria-expanded", "false");
        input.setAttribute("aria-controls", list.id);

        let found = [];
        let active = -1;
        let timer = 0;
        let request = null;

        function chosen(value) {
            code.value = value;
            box.toggleAttribute("data-chosen", value !== "");
            if (value !== "")
                input.removeAttribute("aria-invalid");
        }

        function mark(index) {
            active = index;
            Array.from(list.children).forEach(function (item, i) {
                item.setAttribute("aria-selected", String(i === index));
                if (i === index) item.scrollIntoView({ block: "nearest" });
            });
            if (index < 0) input.removeAttribute("aria-activedescendant");
            else input.setAttribute("aria-activedescendant", list.children[index].id);
        }

        function close() {
            list.hidden = true;
            input.setAttribute("aria-expanded", "false");
            mark(-1);
        }

        function choose(index) {
            input.value = found[index].text;
            chosen(found[index].value);
            close();
            input.dispatchEvent(new Event("change", { bubbles: true }));
        }

        function show(hits) {
            found = hits;
            list.replaceChildren();
            hits.forEach(function (hit, i) {
                const item = document.createElement("li");
                item.id = list.id + "-" + i;
                item.setAttribute("role", "option");
                item.append(hit.text);
                if (hit.note) {
                    const note = document.createElement("span");
                    note.textContent = hit.note;
                    item.append(" ", note);
                }
                // mousedown comes before the field loses focus.
                item.addEventListener("mousedown", function (event) {
                    event.preventDefault();
                    choose(i);
                });
                list.append(item);
            });
            live.textContent = hits.length === 0 ? words.noHits
                : hits.length === 1 ? words.oneHit : words.hits.replace("#", hits.length);
            list.hidden = hits.length === 0;
            input.setAttribute("aria-expanded", String(hits.length > 0));
            mark(-1);
        }

        async function ask() {
            const text = input.value.trim();
            if (request) request.abort();
            if (text === "") {
                close();
                return;
            }
            request = new AbortController();
            try {
                const reply = await fetch("/suggest/" + box.dataset.combobox + "?q=" + encodeURIComponent(text),
                    { signal: request.signal, headers: { Accept: "application/json" } });
                const type = reply.headers.get("Content-Type") || "";
                if (!reply.ok || !type.startsWith("application/json")) return;
                const hits = await reply.json();
                if (document.activeElement === input) show(hits);
            } catch (error) {
                if (error.name !== "AbortError") close(); // without a network it is a text field
            }
        }

        input.addEventListener("input", function () {
            chosen("");
            clearTimeout(timer);
            timer = setTimeout(ask, 120);
        });
        input.addEventListener("keydown", function (event) {
            const open = !list.hidden;
            if (event.key === "ArrowDown" || event.key === "ArrowUp") {
                event.preventDefault();
                if (!open) {
                    ask();
                    return;
                }
                const step = event.key === "ArrowDown" ? 1 : -1;
                mark(active < 0 && step < 0 ? found.length - 1 : (active + step + found.length) % found.length);
            } else if (event.key === "Enter" && open && active >= 0 && !event.ctrlKey) {
                event.preventDefault();
                choose(active);
            } else if (event.key === "Escape" && open) {
                event.preventDefault();
                close();
            }
        });
        input.addEventListener("blur", function () {
            clearTimeout(timer);
            const text = input.value.trim().toLocaleLowerCase();
            const same = found.filter(function (hit) { return hit.text.toLocaleLowerCase() === text; });
            if (code.value === "" && same.length === 1) {
                input.value = same[0].text;
                chosen(same[0].value);
            }
            close();
        });
        box.toggleAttribute("data-chosen", code.value !== "");
    }

    // Asks before leaving a form that was changed and not sent. A form that came back with issues counts as changed.
    function guard(form) {
        if (form.dataset.ready) return;
        form.dataset.ready = "1";
        const before = new URLSearchParams(new FormData(form)).toString();
        const alone = document.querySelectorAll("form[data-guard]").length === 1;
        const cameBack = document.querySelector("[data-issues]") !== null
            && (alone || form.querySelector('[aria-invalid="true"]') !== null);
        window.addEventListener("beforeunload", function (event) {
            if (form.dataset.sent || !form.isConnected) return;
            if (cameBack || new URLSearchParams(new FormData(form)).toString() !== before) event.preventDefault();
        });
    }

    function start(root) {
        root.querySelectorAll("[data-combobox]").forEach(combobox);
        root.querySelectorAll("form[data-guard]").forEach(guard);
    }

    // A form goes once: a second press while the first is on its way does nothing.
    document.addEventListener("submit", function (event) {
        const form = event.target;
        if (form.method !== "post" || event.defaultPrevented) return;
        if (form.dataset.sent) event.preventDefault();
        form.dataset.sent = "1";
    });
    window.addEventListener("pageshow", function () {
        document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
    });

    document.addEventListener("keydown", function (event) {
        if (event.key === "Escape") {
            document.querySelectorAll("details.account[open]").forEach(function (menu) {
                menu.open = false;
                menu.querySelector("summary").focus();
            });
        }
        if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
        if (event.key === "/") {
            const search = document.querySelector("[data-search]");
            if (search) {
                event.preventDefault();
                search.focus();
                search.select();
            }
        } else if (event.key === "Enter") {
            const inside = document.activeElement && document.activeElement.closest("form");
            const button = (inside || document).querySelector("button[data-save]");
            if (button) {
                event.preventDefault();
                button.form.requestSubmit(button);
            }
        }
    });
    document.addEventListener("click", function (event) {
        document.querySelectorAll("details.account[open]").forEach(function (menu) {
            if (!menu.contains(event.target)) menu.open = false;
        });
        // Ticks all boxes of a form, as the address behind the link does.
        const all = event.target.closest("a[data-tick]");
        if (all) {
            event.preventDefault();
            Array.from(document.forms[all.dataset.tick].elements).forEach(function (box) {
                if (box.type === "checkbox") box.checked = true;
            });
        }
        const link = event.target.closest("[data-issues] a[href^='#']");
        const field = link && document.getElementById(link.hash.slice(1));
        if (field) {
            event.preventDefault();
            field.focus();
            (field.closest(".ds-field") || field).scrollIntoView({ block: "center" });
        }
    });

    start(document);
    if (window.htmx) window.htmx.onLoad(start);
    const issues = document.querySelector("[data-issues]");
    if (issues) issues.focus();
})();
