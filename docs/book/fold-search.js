// Makes the search find a word with its accents and without: `conexao` finds "conexão".
// It is loaded behind the search engine and before mdBook's own script, which loads the index through it.
(function () {
    'use strict';
    const fold = word => word.normalize('NFD').replace(/[\u0300-\u036f]/g, '');
    const isEnglish = document.documentElement.lang.startsWith('en');
    const stem = elasticlunr.stemmer;

    elasticlunr.Pipeline.registerFunction(fold, 'fold');
    // The index that is stored has words with accents. What it was made from is stored too, so another one is made from that.
    elasticlunr.Index.load = stored => {
        const index = new elasticlunr.Index();
        index.pipeline.add(fold, elasticlunr.trimmer);
        if (isEnglish) {
            index.pipeline.add(elasticlunr.stopWordFilter, stem);
        }
        stored.fields.forEach(field => index.addField(field));
        index.setRef(stored.ref);
        const pages = stored.documentStore.docs;
        Object.keys(pages).forEach(page => index.addDoc(pages[page]));
        return index;
    };
    // By this, mdBook finds the words that it marks in what it shows of a page.
    elasticlunr.stemmer = isEnglish ? word => stem(fold(word)) : fold;
})();
