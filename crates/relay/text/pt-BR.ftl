# Um repassador: as dicas das suas verificações, e o que elas dizem.

hint-relay-passes-bytes-both-ways = Nenhum dos lados espera pelo outro: de ambos podem vir bytes a qualquer momento. O que uma leitura traz é passado adiante na hora, como veio, e uma escrita pode aceitar só uma parte: o resto ainda tem de ser escrito, uma vez e no seu lugar.
    .where = O que acontece com o que uma escrita não aceitou? E a quem se pedem bytes primeiro, e espera-se por ele?
    .sketch = Para cada direção, guarde o que foi lido e não foi escrito, e onde isso começa. Cada vez que o `poll` diz que um soquete está pronto, escreva o que ele aceita e avance o começo pelo que `write` devolveu.
hint-relay-passes-an-end-on = Uma leitura de 0 bytes encerra uma direção, e não a conexão: passe adiante o que resta, depois encerre a escrita da outra conexão, e continue com a direção oposta. Quando as duas direções acabaram, feche as duas conexões.
    .where = Na tabela do enunciado, `shutdown`; e o que acontece com os bytes que esperam quando vem o 0.
    .sketch = Lembre que uma direção acabou. Quando nada dela resta no buffer, chame `shutdown(Shutdown::Write)` no lado para o qual ela leva, uma vez. Quando as duas direções acabaram, solte as duas conexões.
hint-relay-passes-a-reset-on = Quem aborta uma conexão some na hora: a conexão do outro lado tem de acabar então, e nenhuma outra. Um erro pertence ao par em que aconteceu, qualquer que seja a chamada que o contou.
    .where = Para onde o `?` passa um erro? O que ainda está aberto quando um par se foi?
    .sketch = Deixe a função que passa os bytes de um par devolver um `Result`. Quem a chama recebe o erro, conta-o no stderr e solta esse par, com os seus dois soquetes.
hint-relay-goes-on-when-a-target-cannot-be-reached = Uma conexão com um destino pode ser recusada, ou levar minutos. Nem uma coisa nem a outra é da conta dos outros clientes: não se pode esperar por `connect`, e o erro dele encerra um só cliente.
    .where = Que chamada do seu programa espera pelo destino? E, no enunciado, a linha que vai para o stderr.
    .sketch = Torne o soquete não bloqueante e depois conecte: ele diz que começou (`EINPROGRESS`). Peça ao `poll` espaço para escrever nele; quando estiver pronto, `take_error` diz como foi. Se falhou, diga-o e solte o cliente.
hint-relay-serves-two-hundred-clients-at-once = Cada cliente tem a sua própria conexão com o destino, e os bytes dele não vão a nenhum outro lugar. O que identifica um par não pode passar a ser de outro enquanto ainda se trata de algo do antigo; e, de vários que chegam ao mesmo tempo, cada um tem de ser aceito.
    .where = O que no seu programa diz quais dois soquetes vão juntos, e o que acontece com isso quando um par é removido?
    .sketch = Guarde os dois soquetes de um par num só valor. Termine primeiro a lista de eventos e remova depois quem saiu. Com `poll`, de quem ainda espera se é avisado de novo; com uma chamada que só avisa mudanças, aceite até não restar ninguém.
hint-relay-needs-no-thread-for-a-client = Uma thread para cada cliente custa uma pilha e trocas de uma para outra. Uma thread que espera por todos os soquetes de uma vez não precisa de nada disso, se nenhuma chamada dela espera por um só.
    .where = Onde o seu programa cria uma thread ou um processo, ele mesmo ou por uma biblioteca?
    .sketch = Um laço: `poll` com todos os soquetes, depois faça o que é possível sem esperar, para cada um que está pronto. Todos os soquetes são não bloqueantes.
hint-relay-stops-reading-where-the-other-side-does-not-read = O TCP deixa o remetente esperar quando o receptor não lê. Um repassador no meio só passa isso adiante se para de ler assim que não consegue escrever. Também um buffer que cresce tem um fim, e uma escrita que espera detém todos os outros.
    .where = Quando o seu programa pede para ler de um lado? E o que faz uma escrita que não encontra espaço?
    .sketch = Peça leitura ao `poll` só enquanto pouco desta direção resta para escrever, e escrita só enquanto há algo. Uma escrita que diz `WouldBlock` não aceitou nada: guarde os bytes e tente de novo quando o `poll` avisar.
hint-relay-sleeps-while-nothing-happens = O `poll` volta na hora enquanto for verdade qualquer coisa que se pediu: espaço para escrever há quase sempre, um fim fica legível para sempre, e uma conexão que acabou é contada mesmo quando nada se pediu.
    .where = O que você pede ao `poll`, e para quais soquetes, quando não há nada para escrever ou um lado acabou?
    .sketch = Peça escrita só enquanto há algo para escrever, leitura só até o fim ter sido lido; e deixe de fora um soquete do qual você não quer nada.
hint-relay-says-where-it-listens-and-forwards-to-each-target = Uma linha para cada encaminhamento, na ordem deles, quando todos escutam: quem lê a primeira linha pode usar qualquer um. A porta é a que o sistema escolheu, e um endereço IPv6 fica entre colchetes.
    .where = Como se separa o texto com `=`, e onde há dois-pontos nele? O que o próprio soquete que escuta diz do seu endereço?
    .sketch = `SocketAddr` lê e imprime as duas famílias, com colchetes. Associe primeiro todos os soquetes que escutam, depois pergunte a cada um o seu `local_addr`, e imprima.
hint-relay-starts-again-on-its-ports-and-reports-what-it-cannot-do = Todos escutam, ou nenhum: onde não se consegue um endereço, nada começou, e o erro diz qual. As conexões de um repassador que foi parado ficam com as portas dele por um tempo (TIME_WAIT), a menos que SO_REUSEADDR esteja ligado. O que não é um par de endereços é uso errado: 2.
    .where = O que já foi impresso quando o segundo bind falha? Quem separa as partes de `--forward`, e o que acontece com o erro disso?
    .sketch = Faça o bind de todos antes de imprimir qualquer coisa, com o endereço como contexto do erro. Dê ao clap um tipo que implementa `FromStr`: o que ele recusa, o clap conta, com 2.

relay-cause-does-not-tell-who-is-refused = O cliente de um destino que recusa foi mandado embora, e nenhuma linha no stderr o diz, ao pé da letra: ela começa com o endereço e a porta do cliente, que `accept` informa, e nomeia o destino como `--forward`.
relay-cause-takes-not-yet-for-never = O destino ainda não tinha respondido, e o seu cliente foi mandado embora. Um `connect` que não espera apenas começou: que o soquete não está conectado não é um erro então, e o que foi feito dele `SO_ERROR` diz quando `poll` diz que se pode escrever nele.
relay-cause-never-waits = Ninguém chegou ainda, e o programa não dorme: pergunta aos seus soquetes que escutam, sem parar. Uma chamada que não espera (um tempo limite de 0, um soquete não bloqueante) responde na hora, também quando não há nada.
relay-cause-asks-for-room = O programa dormia antes de chegarem clientes, e agora que eles estão lá e não dizem nada, não dorme: algo que ele pede é verdade o tempo todo. Em geral é espaço para escrever, que uma conexão tem quase sempre: peça-o só enquanto há algo para escrever.
relay-cause-asks-after-the-end = O programa dormia antes de um lado acabar ou sumir, e desde então não dorme. O fim de um fluxo fica legível para sempre, então não peça mais nada quando uma leitura disse 0; e de uma conexão que acabou o `poll` avisa mesmo quando nada se pediu, então deixe-a de fora.
relay-cause-asks-for-what-it-does-not-take = Ninguém lê do outro lado, e o programa não dorme: pede sem parar o que não pode aceitar, ou do que não consegue se livrar. Peça bytes só enquanto há espaço para eles, e espaço, não outra tentativa, enquanto eles esperam.
relay-cause-asks-for-the-target = O programa dormia antes de chegar este cliente, cujo destino não responde, e agora não dorme: pergunta sem parar se a conexão está pronta, ou pelo que o cliente diz e ele não aceita. O `poll` avisa quando há espaço para escrever, e então ela está pronta, ou falhou.
