# Um servidor de eco: as dicas das verificações, e o que elas dizem.

hint-tcp-server-says-where-it-listens = A porta 0 pede ao sistema uma porta livre: mostre a que ele escolheu, e só depois de começar a escutar. Um servidor está no endereço do seu bind, e 0.0.0.0 quer dizer todos os da máquina.
    .where = Na tabela do enunciado, `s.getsockname()` e o link da mesma linha, `TcpListener::local_addr`; e `common::announce` em crates/common/src/lib.rs.
    .sketch = Primeiro faça o bind, no host e na porta das opções, depois pergunte ao `TcpListener` o endereço dele, e anuncie esse. O que `--port` disse não é o que o sistema escolheu.
hint-tcp-server-prints-who-connects-and-who-leaves = `accept` devolve, junto com a conexão, o endereço do outro lado, host e porta: diga `connected` então, e descarregue. Diga `closed` com o mesmo endereço quando essa conexão terminar dos dois lados, também com um erro, seja o que for que se disse nela. O que um programa diz para quem o escreveu vai para o stderr.
    .where = `TcpListener::accept`, que devolve um par; e as duas linhas do enunciado, `connected: <peer>` e `closed: <peer>`.
    .sketch = Imprima `connected:` logo após o `accept`, antes da primeira leitura. Faça o eco numa função própria, que devolve um `Result`; imprima `closed:` depois da chamada, seja qual for o resultado.
hint-tcp-server-echoes-each-piece-as-it-arrives = TCP transporta um fluxo, não mensagens: um envio não é uma recepção. Devolva o que houver, diga o que disser e por mais que demore.
    .where = `Read::read` na tabela do enunciado: o que diz o número que ele devolve, e quando ele retorna.
    .sketch = Num laço: leia o que houver, escreva isso de volta na hora, e leia de novo. Não junte linhas, nem espere o buffer encher.
hint-tcp-server-echoes-bytes-that-are-not-text = Um soquete transporta bytes. Nem todos os bytes são texto, e um caractere pode ser cortado em dois. Nenhum byte é um sinal para um eco: um zero, um fim de linha ou um Ctrl-D é um byte como outro qualquer.
    .where = `Read::read` e `Write::write_all`, que trabalham com bytes. Onde, no seu programa, os bytes viram uma `String`?
    .sketch = Mantenha os bytes como bytes, da leitura à escrita: um eco precisa saber quantos são, não o que significam.
hint-tcp-server-echoes-a-megabyte = Uma escrita pode aceitar só uma parte do que recebe: o que sobra também tem de ser escrito, na ordem. Quanto há a devolver é o cliente que diz, com o seu FIN. Até que tudo seja devolvido a conexão fica aberta, e então se fecha sem um reset.
    .where = `Write::write` e `Write::write_all`, uma ao lado da outra na tabela do enunciado: o que devolve a primeira?
    .sketch = Escreva a parte do buffer que foi preenchida, com a chamada que continua até tudo ser aceito. Faça isso antes da próxima leitura: a ordem se mantém e a memória não cresce.
hint-tcp-server-finishes-the-echo-after-a-half-close = Uma leitura de 0 bytes é o FIN do outro lado: ele não envia mais, mas ainda lê. Feche quando tudo tiver sido devolvido.
    .where = Na tabela do enunciado, `if not data:` e os dois modos de fechar, `drop` e `shutdown`.
    .sketch = Quando uma leitura diz 0, tudo o que veio antes já foi escrito: retorne da função que é dona do `TcpStream`, e ele se fecha. Uma segunda referência ao soquete, um clone por exemplo, o manteria aberto.
hint-tcp-server-sleeps-while-nothing-happens = Uma chamada bloqueante dorme até que algo chegue. Perguntar sem parar mantém um processador ocupado, e perguntar a uma conexão que já terminou também.
    .where = `set_nonblocking`, ou um laço que continua depois de 0 ou de um erro: qual chamada do seu programa retorna na hora?
    .sketch = Deixe os soquetes bloqueantes, como são no início: `accept` e `read` dormem por si sós. E um 0 de `read` termina o laço, pois ele viria de novo para sempre.
hint-tcp-server-serves-one-client-after-another = `accept` aceita um cliente: chame-o de novo para o próximo, por menos que o último tenha dito. Cada um tem a sua conexão: é por ela que vai o eco, e ela se fecha quando o cliente termina.
    .where = `TcpListener::accept` e `TcpListener::incoming`: quantos clientes dá cada um? E o que do seu programa ainda segura a conexão, a thread ou o processo de um cliente que já foi?
    .sketch = Um laço em torno de `accept` e, dentro dele, um laço em torno de `read`. O que termina o laço de dentro, cedo ou tarde, não pode terminar o de fora.
hint-tcp-server-survives-a-reset = O outro lado pode sumir a qualquer momento: um erro numa conexão termina essa conexão e mais nada.
    .where = A última linha da tabela do enunciado: para onde `?` passa um erro, e onde `match` cuida dele?
    .sketch = Deixe a função do eco usar `?`, nas leituras e nas escritas. Quem a chama recebe o `Result`, informa o erro no stderr e passa ao próximo cliente.
hint-tcp-server-starts-again-on-its-port-and-reports-what-it-cannot-do = As conexões de um servidor parado seguram a porta por um tempo (TIME_WAIT), a menos que SO_REUSEADDR esteja ligado; quando o servidor não consegue escutar em `--host` e `--port`, ele o diz e termina com 1. O que não é opção, nem valor de uma, é uso errado: 2.
    .where = As duas primeiras linhas da tabela do enunciado, sobre `SO_REUSEADDR`; e `common::exit`, com `anyhow::Context`.
    .sketch = No Unix, `TcpListener::bind` já liga a opção; com socket2, ligue-a antes do bind. Dê ao erro do bind um contexto com o host e a porta, e devolva-o de `run`.

tcp-server-cause-closed-too-soon = Ele disse `closed` quando uma parte do eco ainda estava no programa: encerrado o programa nesse momento, essa parte se perdeu. Um servidor termina com um cliente quando o sistema tem o resto do eco, o que uma escrita diz ao retornar.
