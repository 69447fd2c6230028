// What a page needs beside mdBook's own scripts: the language switch stays in the section that is read, and the keyboard can
// do what a mouse can.
(function () {
    'use strict';
    // Sections have the same names in each language.
    const switches = document.querySelectorAll('a.language');
    const stay = () => switches.forEach(link => { link.hash = location.hash; });
    window.addEventListener('hashchange', stay);
    stay();

    // The button of the sidebar is a label, which no key presses.
    const sidebar = document.getElementById('mdbook-sidebar-toggle');
    sidebar.addEventListener('keydown', event => {
        if (event.key === 'Enter' || event.key === ' ') {
            event.preventDefault();
            sidebar.click();
        }
    });

    // In code that is wider than the page the arrows scroll; elsewhere mdBook turns the page with them.
    window.addEventListener('keydown', event => {
        if (event.key.startsWith('Arrow') && event.target.closest && event.target.closest('pre')) {
            event.stopPropagation();
        }
    }, true);
})();
