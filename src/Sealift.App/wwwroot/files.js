// The hands of a pane: what the mouse and the keyboard do in its list, told to the app; and files that are dropped from the desktop.

const paneType = "application/x-sealift-pane";
const named = new Set(["ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown", "Enter", "Backspace", "Delete", "F2", "F3", "F4", "F5", "F6", "F7", " ", "Escape", "ContextMenu"]);
const withCtrl = new Set(["a", "i", "h", "l", "u", "c"]);

export function attach(list, owner, slot, rowHeight) {
    const ended = new AbortController();
    const on = (target, name, act, options) => target.addEventListener(name, act, { signal: ended.signal, ...options });
    const tell = (name, ...values) => owner.invokeMethodAsync(name, ...values).catch(e => { if (!ended.signal.aborted) console.warn(name, e.message); });
    const band = list.querySelector(".band");
    const headHeight = () => list.querySelector(".pane-head").offsetHeight;
    const rowOf = event => event.target.closest?.(".row") ?? null;
    const indexOf = row => row ? Number(row.dataset.index) : -1;
    const isBox = event => event.target.closest?.("input, button") !== null;
    const visibleRows = () => Math.max(1, Math.floor((list.clientHeight - headHeight()) / rowHeight));

    on(list, "keydown", event => {
        if (isBox(event)) return;
        const ctrl = event.ctrlKey || event.metaKey;
        const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
        const isTab = event.key === "Tab" && !event.shiftKey && !ctrl && !event.altKey;
        const isMenu = event.key === "F10" && event.shiftKey;
        const isAlt = event.altKey && ["ArrowLeft", "ArrowRight", "ArrowUp", "Enter"].includes(event.key);
        const isTyped = event.key.length === 1 && !ctrl && !event.altKey;
        const isKnown = isTab || isMenu || isAlt || isTyped || (ctrl && withCtrl.has(letter)) || (!event.altKey && named.has(event.key));
        if (!isKnown) return;
        event.preventDefault();
        tell("OnKey", ctrl ? letter : event.key, ctrl, event.shiftKey, event.altKey, visibleRows());
    });

    // A line that is selected with others stays so while it may be dragged: the click decides when the button is up again.
    let waits = null;
    on(list, "pointerdown", event => {
        if (event.button !== 0 || isBox(event) || event.target.closest(".pane-head")) return;
        if (event.offsetX > list.clientWidth && event.target === list) return; // the scroll bar
        const row = rowOf(event);
        const ctrl = event.ctrlKey || event.metaKey;
        waits = null;
        if (row?.getAttribute("aria-selected") === "true" && !ctrl && !event.shiftKey) {
            waits = indexOf(row);
            return;
        }

        tell("OnClick", indexOf(row), ctrl, event.shiftKey);
        if (event.pointerType === "mouse" && !event.target.closest(".name")) startBand(event, ctrl || event.shiftKey);
    });
    on(list, "click", event => {
        const row = rowOf(event);
        if (waits !== null && row && indexOf(row) === waits && !isBox(event)) tell("OnClick", waits, false, false);
        waits = null;
    });
    on(list, "dblclick", event => {
        const row = rowOf(event);
        if (row && !isBox(event)) tell("OnOpen", indexOf(row));
    });
    on(list, "contextmenu", event => {
        if (isBox(event)) return;
        event.preventDefault();
        const row = rowOf(event);
        if (!row || row.getAttribute("aria-selected") !== "true") tell("OnClick", indexOf(row), false, false);
        tell("OnMenu", event.clientX, event.clientY);
    });

    function startBand(start, adds) {
        const box = list.getBoundingClientRect();
        const x0 = start.clientX - box.left + list.scrollLeft;
        const y0 = start.clientY - box.top + list.scrollTop;
        let at = start;
        let isOn = false;
        let told = [];
        let wanted = null;
        let isBusy = false;
        let timer = 0;
        const moves = new AbortController();
        const draw = () => {
            const y1 = Math.max(0, at.clientY - box.top + list.scrollTop);
            const x1 = Math.max(0, at.clientX - box.left + list.scrollLeft);
            if (!isOn && Math.abs(y1 - y0) < 5 && Math.abs(x1 - x0) < 5) return;
            if (!isOn) {
                isOn = true;
                tell("OnBandBegin", adds);
            }
            const [top, bottom] = [Math.min(y0, y1), Math.max(y0, y1)];
            band.style.cssText = `left:${Math.min(x0, x1)}px;top:${top}px;width:${Math.abs(x1 - x0)}px;height:${bottom - top}px`;
            band.hidden = false;
            const head = headHeight();
            const count = Number(list.getAttribute("aria-rowcount")) - 1;
            const from = Math.max(0, Math.floor((top - head) / rowHeight));
            const to = Math.min(count - 1, Math.floor((bottom - head) / rowHeight));
            if (from === told[0] && to === told[1]) return;
            told = wanted = [from, to];
            flush();
        };
        // One message at a time; the last one is told in any case, also when the button is up already.
        const flush = () => {
            if (isBusy || wanted === null) return;
            const [from, to] = wanted;
            wanted = null;
            isBusy = true;
            tell("OnBand", from, to).then(() => { isBusy = false; flush(); });
        };
        const scroll = () => {
            if (at.clientY > box.bottom - 16) list.scrollTop += rowHeight;
            else if (at.clientY < box.top + headHeight() + 4) list.scrollTop -= rowHeight;
            else return;
            draw();
        };
        const options = { signal: moves.signal };
        document.addEventListener("pointermove", event => { at = event; draw(); event.preventDefault(); }, options);
        document.addEventListener("selectstart", event => event.preventDefault(), options);
        const end = () => {
            draw();
            isOn = false;
            band.hidden = true;
            clearInterval(timer);
            moves.abort();
        };
        document.addEventListener("pointerup", end, options);
        document.addEventListener("pointercancel", end, options);
        ended.signal.addEventListener("abort", end, options);
        timer = setInterval(scroll, 50);
    }

    on(list, "dragstart", event => {
        if (isBox(event)) return;
        event.dataTransfer.setData(paneType, slot);
        event.dataTransfer.effectAllowed = "copyMove";
        list.dataset.drags = "";
    });
    on(list, "dragend", () => { delete list.dataset.drags; });

    let marked = null;
    const mark = element => {
        if (marked === element) return;
        if (marked) delete marked.dataset.drop;
        marked = element;
        if (marked) marked.dataset.drop = "";
    };
    const targetOf = event => {
        const types = event.dataTransfer.types;
        const isOwn = "drags" in list.dataset;
        if (!types.includes(paneType) && !types.includes("Files")) return null;
        const row = rowOf(event);
        const isDirectory = row && "dir" in row.dataset && !(isOwn && row.getAttribute("aria-selected") === "true");
        return isDirectory ? row : isOwn ? null : list;
    };
    on(list, "dragover", event => {
        const target = targetOf(event);
        mark(target);
        if (!target) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "drags" in list.dataset ? "move" : "copy";
    });
    on(list, "dragleave", event => { if (!list.contains(event.relatedTarget)) mark(null); });
    on(list, "drop", event => {
        const target = targetOf(event);
        mark(null);
        if (!target) return;
        event.preventDefault();
        const index = target === list ? -1 : indexOf(target);
        const source = event.dataTransfer.getData(paneType);
        if (source) tell("OnDrop", source, index);
        else collect(event.dataTransfer).then(found => send(found, index));
    });

    async function send(found, index) {
        const files = found.filter(item => item.file);
        if (found.length === 0) return;
        const id = await tell("BeginUpload", index, files.length, files.reduce((sum, item) => sum + item.file.size, 0));
        if (!id) return;
        let problem = null;
        for (const item of found) {
            try {
                const words = new URLSearchParams({ path: item.path });
                if (!item.file) words.set("directory", "");
                const answer = await fetch(`/files/upload/${id}?${words}`, { method: "POST", body: item.file ?? "", signal: ended.signal });
                if (!answer.ok) problem = await answer.text();
            } catch (e) {
                problem = e.message;
            }
            if (problem !== null) break;
        }
        await tell("EndUpload", id, problem);
    }

    list.dataset.ready = "";
    return {
        reveal(index) {
            const head = headHeight();
            const top = index * rowHeight;
            if (top < list.scrollTop) list.scrollTop = top;
            else if (top + rowHeight > list.scrollTop + list.clientHeight - head) list.scrollTop = top + rowHeight - list.clientHeight + head;
        },
        focus() { list.focus({ preventScroll: true }); },
        choose() {
            const input = document.createElement("input");
            input.type = "file";
            input.multiple = true;
            input.addEventListener("change", () => send([...input.files].map(file => ({ path: file.name, file })), -1));
            input.click();
        },
        place(index) {
            const row = list.querySelector(`.row[data-index="${index}"]`);
            const box = (row ?? list).getBoundingClientRect();
            return [box.left + 40, row ? box.bottom : box.top + 40];
        },
        dispose() { ended.abort(); },
    };
}

// What was dropped: files with their paths, and directories, which may be empty.
async function collect(transfer) {
    const entries = [...transfer.items].filter(item => item.kind === "file").map(item => item.webkitGetAsEntry?.() ?? item.getAsFile()).filter(entry => entry !== null);
    const found = [];
    const walk = async (entry, above) => {
        if (entry instanceof File) {
            found.push({ path: entry.name, file: entry });
            return;
        }
        const path = above + entry.name;
        if (entry.isFile) {
            found.push({ path, file: await new Promise((done, failed) => entry.file(done, failed)) });
            return;
        }
        found.push({ path, file: null });
        const reader = entry.createReader();
        for (;;) {
            const some = await new Promise((done, failed) => reader.readEntries(done, failed));
            if (some.length === 0) break;
            for (const inner of some) await walk(inner, path + "/");
        }
    };
    for (const entry of entries) await walk(entry, "");
    return found;
}

export function showAddress(uri) {
    if (location.pathname === "/") history.replaceState(history.state, "", uri);
}

export function selectStem(input, length) {
    input.focus();
    input.setSelectionRange(0, length);
}

export async function copyText(text) {
    try {
        await navigator.clipboard.writeText(text);
        return true;
    } catch {
        return false;
    }
}

export function openMenu(menu) {
    const box = menu.getBoundingClientRect();
    menu.style.left = `${Math.max(4, Math.min(box.left, innerWidth - box.width - 4))}px`;
    menu.style.top = `${Math.max(4, Math.min(box.top, innerHeight - box.height - 4))}px`;
    const items = [...menu.querySelectorAll(".menu-item:not([disabled])")];
    items[0]?.focus();
    menu.addEventListener("keydown", event => {
        const steps = { ArrowDown: 1, ArrowUp: -1 };
        const at = items.indexOf(document.activeElement);
        if (event.key in steps) items.at((at + steps[event.key] + items.length) % items.length).focus();
        else if (event.key === "Home") items[0]?.focus();
        else if (event.key === "End") items.at(-1)?.focus();
        else if (event.key !== "Tab") return;
        event.preventDefault();
    });
}

export async function showText(area, stream, owner) {
    area.value = new TextDecoder().decode(await stream.arrayBuffer());
    area.setSelectionRange(0, 0);
    area.focus();
    if (area.dataset.heard !== undefined) {
        area.dataset.heard = "clean";
        return;
    }
    area.dataset.heard = "clean";
    area.addEventListener("input", () => {
        if (area.dataset.heard === "dirty") return;
        area.dataset.heard = "dirty";
        owner.invokeMethodAsync("OnTyped");
    });
    area.addEventListener("keydown", event => {
        const isSave = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
        if (!isSave && event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        owner.invokeMethodAsync("OnShortcut", isSave ? "s" : "Escape");
    });
}

// Saved text that is changed again is told again.
export function readText(area) {
    area.dataset.heard = "clean";
    return new TextEncoder().encode(area.value.replaceAll("\r\n", "\n"));
}
