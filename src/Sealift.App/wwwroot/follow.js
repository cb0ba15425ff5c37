// A box that scrolls: tells what is in view, follows its end, and hands out the event that was clicked.

export function watch(box, owner) {
    const settle = 80; // milliseconds: the app is told at most that often
    let top = box.scrollTop, height = box.scrollHeight, timer = 0, ended = false;

    const report = () => {
        timer = 0;
        if (ended) return;
        const wentUp = box.scrollTop < top - 2 && box.scrollHeight >= height;
        top = box.scrollTop;
        height = box.scrollHeight;
        owner.invokeMethodAsync('OnViewMoved', top, box.clientWidth, box.clientHeight, wentUp);
    };
    const moved = () => { if (!timer) timer = setTimeout(report, settle); };
    const clicked = e => {
        // Beside the words of a row is the row too.
        const covers = one => { const area = one.getBoundingClientRect(); return area.top <= e.clientY && e.clientY <= area.bottom; };
        const row = e.target.closest('[data-event]') ?? [...(e.target.closest('svg')?.querySelectorAll('[data-event]') ?? [])].find(covers);
        if (row) owner.invokeMethodAsync('OnEventChosen', Number(row.dataset.event));
    };

    report();
    const size = new ResizeObserver(moved);
    size.observe(box);
    box.addEventListener('scroll', moved, { passive: true });
    box.addEventListener('click', clicked);
    box.dataset.ready = '';
    return {
        toEnd() { box.scrollTop = box.scrollHeight; },
        toRow(position, rowHeight) {
            const from = position * rowHeight;
            if (from < box.scrollTop) box.scrollTop = from;
            else if (from + rowHeight > box.scrollTop + box.clientHeight) box.scrollTop = from + rowHeight - box.clientHeight;
        },
        // The list does these itself; the browser would scroll or select the page.
        keepKeys(keys) {
            box.addEventListener('keydown', e => {
                if (keys.includes(e.key) || (e.ctrlKey || e.metaKey) && ['a', 'c'].includes(e.key)) e.preventDefault();
            });
        },
        dispose() {
            ended = true;
            clearTimeout(timer);
            size.disconnect();
        },
    };
}

export async function copy(text) {
    await navigator.clipboard.writeText(text);
}
