// SPDX-License-Identifier: EUPL-1.2
// A board's cards can be dragged from column to column. Each card has a form with a menu of the columns, which does the same
// without a mouse and without script: dropping a card chooses in that menu and sends that form.
(function () {
    "use strict";

    function board(root) {
        let dragged = null;

        function columnOf(target) {
            return target instanceof Element ? target.closest("[data-work]") : null;
        }

        function unmark() {
            root.querySelectorAll("[data-over]").forEach(function (column) { delete column.dataset.over; });
        }

        root.querySelectorAll("[data-card]").forEach(function (card) { card.draggable = true; });
        root.addEventListener("dragstart", function (event) {
            const card = event.target instanceof Element ? event.target.closest("[data-card]") : null;
            if (!card) return;
            dragged = card;
            card.dataset.dragged = "1";
            event.dataTransfer.effectAllowed = "move";
            event.dataTransfer.setData("text/plain", ""); // nothing about the person leaves the page
        });
        root.addEventListener("dragover", function (event) {
            const column = columnOf(event.target);
            if (!dragged || !column) return;
            event.preventDefault();
            unmark();
            if (!column.contains(dragged)) column.dataset.over = "1";
        });
        root.addEventListener("dragend", function () {
            if (dragged) delete dragged.dataset.dragged;
            dragged = null;
            unmark();
        });
        root.addEventListener("drop", function (event) {
            const column = columnOf(event.target);
            if (!dragged || !column) return;
            event.preventDefault();
            const form = dragged.querySelector("form");
            if (column.contains(dragged)) return;
            form.elements.work.value = column.dataset.work;
            form.requestSubmit();
        });
    }

    document.querySelectorAll("[data-board]").forEach(board);
})();
