// Gives the keyboard to the answer that a dialog begins with, unless somebody who did not wait for this script is at another of its fields. The
// dialog's own trap takes the keyboard to an element of its own after it was drawn; whenever that happens, it goes back to where it was.
export function begin(place) {
    if (!place) return; // answered before this script had come
    const answer = place.querySelector('button, input');
    const trap = place.closest('.mud-focus-trap');
    const fieldOr = element => element?.matches('input') && trap?.contains(element) ? element : answer;
    trap?.addEventListener('focusin', event => {
        if (event.target.parentElement === trap && event.target.tabIndex === -1) fieldOr(event.relatedTarget).focus();
    });
    fieldOr(document.activeElement).focus();
}
