// The keys that work in every view.

export function listen(app) {
    const isTyping = e => e.target.closest?.('input, textarea, select, [contenteditable="true"], [data-typing]');
    const pressed = e => {
        if (e.altKey && e.shiftKey && !e.ctrlKey && !e.metaKey && /^Digit[1-6]$/.test(e.code)) {
            e.preventDefault();
            app.invokeMethodAsync('GoTo', Number(e.code.at(-1)));
        } else if (e.key === 'F1' || e.key === '?' && !e.ctrlKey && !e.altKey && !e.metaKey && !isTyping(e)) {
            e.preventDefault();
            app.invokeMethodAsync('Help');
        }
    };
    document.addEventListener('keydown', pressed);
    return { stop() { document.removeEventListener('keydown', pressed); } };
}
