// Starts the connection to the app, and comes back by itself when it was lost.

const panel = document.getElementById('components-reconnect-modal');
const words = document.getElementById('reconnect-words');
const hint = document.getElementById('reconnect-hint');
const reload = document.getElementById('reconnect-reload');

function tell(state, title, text, offersReload) {
    panel.dataset.state = state;
    words.textContent = title;
    hint.textContent = text;
    reload.hidden = !offersReload;
    if (offersReload) reload.focus();
}

// Whether the app answers this browser: "here", "stranger" (it was started again and knows nobody), or "gone".
async function look() {
    try {
        const answer = await fetch('alive', { cache: 'no-store', redirect: 'manual' });
        return answer.ok ? 'here' : 'stranger';
    } catch {
        return 'gone';
    }
}

async function explain() {
    switch (await look()) {
        case 'here':
            tell('waiting', 'Connecting again…', 'The app is there. What you see is back in a moment.', false);
            break;
        case 'stranger':
            tell('stranger', 'The app was started again', 'This window belongs to its last run. Run "sealift app" again, or use the window that it opened; with a password, reload.', true);
            break;
        default:
            tell('gone', 'The connection to the app is lost', 'It may have ended. Transfers that ran go on when it runs again: run "sealift app". This window keeps trying.', false);
    }
}

panel.addEventListener('components-reconnect-state-changed', e => {
    switch (e.detail.state) {
        case 'show':
        case 'retrying':
            explain();
            break;
        case 'rejected':
            // The app is there and has forgotten this window, which begins anew; a stranger is told.
            look().then(state => state === 'here' ? location.reload() : explain());
            break;
        case 'failed':
            tell('failed', 'The connection to the app is lost', 'Reload this page to try again.', true);
            break;
    }
});
reload.addEventListener('click', () => location.reload());

// The keys that work in every view press what is on the screen.
document.addEventListener('keydown', e => {
    const isTyping = e.target.closest?.('input, textarea, select, [contenteditable="true"], [role="grid"]');
    let pressed = null;
    if (e.altKey && e.shiftKey && !e.ctrlKey && !e.metaKey && /^Digit[1-6]$/.test(e.code)) pressed = document.querySelectorAll('.rail-link')[Number(e.code.at(-1)) - 1];
    else if (e.key === 'F1' || e.key === '?' && !e.ctrlKey && !e.altKey && !e.metaKey && !isTyping) pressed = document.getElementById('help');
    if (!pressed) return;
    e.preventDefault();
    pressed.click();
});

Blazor.start({ circuit: { reconnectionOptions: { maxRetries: 1000, retryIntervalMilliseconds: attempt => Math.min(250 * 2 ** attempt, 5000) } } });
