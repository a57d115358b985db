// SPDX-License-Identifier: EUPL-1.2
// Attendance on a phone in a room with a bad net: a tap shows at once and is sent until the server has said that it has it.
// Each sending tells how it shall be, not what to change, so that one that comes twice does nothing the second time.
// Without script the same rows are forms.
(function () {
    "use strict";

    const retryMs = 4000;

    function attendance(list) {
        const status = document.createElement("p");
        const wanted = new Map(); // row → "1" or "0", what is still to be sent
        let sending = false;
        let timer = 0;
        status.className = "tick-trouble";
        status.setAttribute("role", "status");
        list.before(status);

        function show(row, present, saved) {
            row.querySelector(".tick").setAttribute("aria-pressed", present === "1" ? "true" : "false");
            row.querySelector("[name=present]").value = present === "1" ? "0" : "1";
            if (saved) delete row.dataset.waiting;
            else row.dataset.waiting = "1";
        }

        function later() {
            status.textContent = list.dataset.retry;
            clearTimeout(timer);
            timer = setTimeout(next, retryMs);
        }

        function next() {
            if (sending || wanted.size === 0) return;
            const row = wanted.keys().next().value;
            const present = wanted.get(row);
            const form = row.querySelector("form");
            const fields = new URLSearchParams(new FormData(form));
            fields.set("present", present);
            fields.set("brief", "1");
            sending = true;
            fetch(form.action, {method: "POST", body: fields, credentials: "same-origin", redirect: "manual"}).then(function (answer) {
                sending = false;
                if (answer.status >= 500 || answer.status === 429) return later();
                if (!answer.ok) { // logged out, or it cannot be ticked any more: the page says so
                    wanted.clear();
                    return location.reload();
                }
                if (wanted.get(row) === present) {
                    wanted.delete(row);
                    show(row, present, true);
                }
                status.textContent = "";
                return answer.json().then(function (counts) {
                    const shown = document.querySelector("[data-present]");
                    if (shown && wanted.size === 0) shown.textContent = counts.present;
                    next();
                });
            }).catch(function () {
                sending = false;
                later();
            });
        }

        list.addEventListener("submit", function (event) {
            const row = event.target.closest("[data-guest]");
            if (!row) return;
            event.preventDefault();
            const present = row.querySelector("[name=present]").value;
            wanted.delete(row); // last in the queue, with what was tapped last
            wanted.set(row, present);
            show(row, present, false);
            next();
        });
        window.addEventListener("online", next);
        window.addEventListener("beforeunload", function (event) {
            if (wanted.size > 0) event.preventDefault();
        });
    }

    document.querySelectorAll("[data-attendance]").forEach(attendance);
})();
