# Multicast: as dicas das verificações, e o que elas dizem.

hint-multicast-joins-the-group-and-prints-its-messages = Fazer o bind de uma porta não basta: uma máquina recebe as mensagens de um grupo quando alguém nela entrou nele, na interface em que elas chegam. `recv_from` diz quem enviou uma mensagem, e cada datagrama é uma: qualquer um pode enviar, e enviar de novo o mesmo. O que se imprime só sai quando é descarregado.
    .where = `join_multicast_v4` na tabela do enunciado; no Linux, `cat /proc/net/igmp`.
    .sketch = Faça o bind, entre no grupo pela interface, e só então imprima `joined …`, e descarregue o stdout. Depois, `recv_from` e uma linha para cada mensagem.
hint-multicast-prints-messages-escaped-and-ends-after-count = Qualquer um pode enviar a um grupo, e qualquer coisa: o que vem é mostrado, por inteiro, e nunca obedecido. Uma mensagem não tem outros fins de linha além dos que foram enviados. Toda mensagem conta, a vazia também, e o receptor termina com a última.
    .where = O enunciado, sobre `{"{:?}"}` e sobre `--count`.
    .sketch = Imprima o texto com `{"{:?}"}`. Conte cada datagrama que `recv_from` devolve, os de 0 bytes também, e saia do laço com o último.
hint-multicast-takes-long-messages-and-bytes-that-are-not-text = Um datagrama é recebido de uma vez, e o que não cabe no buffer se perde. Ele contém bytes, que não precisam ser UTF-8.
    .where = `recv_from` e `String::from_utf8_lossy` na tabela do enunciado.
    .sketch = Um buffer de 65.535 bytes, e dele a parte que foi preenchida. A conversão com perdas nunca falha, e assim nenhum datagrama termina o receptor.
hint-multicast-gives-up-when-the-next-message-does-not-come = O timeout vale para cada mensagem, a primeira e uma vazia inclusive, não para todas juntas; ele se esgota enquanto nada vem, e é uma falha. Ele é dado em segundos, com ou sem decimais.
    .where = `UdpSocket::set_read_timeout` na tabela do enunciado, e os tipos de erro com que ele aparece.
    .sketch = Ligue-o uma vez, depois de entrar no grupo: ele recomeça a cada recepção, que é o que se pede. Um erro de qualquer dos dois tipos é devolvido de `receive`, com o número de mensagens até ali. Se você joga fora o que é de outros grupos, espere só o que resta do tempo.
hint-multicast-shares-the-port-with-other-receivers = Uma porta é de um soquete só, a menos que cada um dos que a dividem o peça antes do bind (SO_REUSEADDR).
    .where = `Socket::set_reuse_address` na tabela do enunciado: "antes de `bind`".
    .sketch = Com socket2: crie um soquete, ligue a opção, faça o bind, e transforme-o num `UdpSocket`. O `bind` da biblioteca padrão não deixa lugar para a opção.
hint-multicast-hears-nothing-of-another-group = Uma porta não distingue grupos. No Linux, um soquete com bind em 0.0.0.0 ouve todos os grupos em que alguém na máquina entrou (IP_MULTICAST_ALL), não só o dele.
    .where = ip(7), sobre `IP_MULTICAST_ALL`, e o endereço em que você faz o bind.
    .sketch = No Unix, faça o bind no endereço do próprio grupo em vez de 0.0.0.0: o soquete só aceita então o que é enviado a ele. Onde isso não é possível (Windows), decide só a entrada no grupo.
hint-multicast-sends-the-message-to-the-group = Um datagrama tem um fim próprio, e leva a mensagem como ela é. Enviar não exige entrar no grupo, nem a porta dele, nem resposta.
    .where = `UdpSocket::bind` e `send_to` na tabela do enunciado; `set_multicast_if_v4` para a interface.
    .sketch = Faça o bind na porta 0, diga por que interface, envie os bytes da mensagem uma vez, e retorne. Sem entrar no grupo, sem receber, sem linha no stdout.
hint-multicast-sends-with-the-ttl-it-is-given = O TTL conta roteadores, não segundos; e o multicast tem um TTL próprio, que não é o dos outros datagramas.
    .where = `set_multicast_ttl_v4` na tabela do enunciado: "`set_ttl` é outra".
    .sketch = Ligue-o no soquete que envia, antes do envio, com o que `--ttl` diz.
hint-multicast-refuses-an-address-that-is-no-group = Os endereços de 224.0.0.0 a 239.255.255.255 são grupos, e nenhum outro. O que o usuário digitou errado é dito antes de se abrir um soquete, e termina com 2.
    .where = `Ipv4Addr::is_multicast` na tabela do enunciado, e `value_parser` no arquivo inicial.
    .sketch = Uma função que interpreta o endereço, e devolve uma frase com os dois extremos da faixa quando ele não é um grupo. O clap a imprime, e termina com 2.
hint-multicast-reports-what-it-cannot-do = `--interface` diz onde se entra num grupo, e por onde sai uma mensagem. O sistema recusa um endereço que não é desta máquina: diga-o, e só diga `joined` depois que ele não recusou. Cada chamada que pode falhar diz por que falhou.
    .where = `join_multicast_v4` e `set_multicast_if_v4`: as duas devolvem um `Result`.
    .sketch = Devolva os erros de `bind`, dessas duas, de `recv_from` e de `send_to`, cada um com um contexto que diz o que falhou, e só imprima `joined` depois que a entrada no grupo deu certo.

multicast-silence = nenhuma mensagem veio depois da segunda, e o timeout é esse
multicast-of-another-group = a mensagem foi enviada a outro grupo
multicast-of-a-second-group = a mensagem foi enviada a outro grupo, no qual ninguém mandou o receptor entrar
multicast-only-messages = no stdout ele só tem as mensagens a dizer, e o erro é para o stderr
multicast-end-of-receiver = o fim do receptor

multicast-cause-nothing-ends-it = O receptor terminou, e nada o mandou terminar. Sem `--count` e sem `--timeout` ele continua até que alguém o pare, não importa quantas mensagens venham, nem por quanto tempo nenhuma venha.
multicast-cause-count-is-reached = Já vieram tantas mensagens quantas `--count` diz, e o receptor continua. A última delas o termina: ela é contada depois de impressa, antes de se esperar por qualquer outra coisa.
multicast-cause-count-is-not-reached = O receptor terminou antes que viessem tantas mensagens quantas `--count` diz. A última que ele espera tem esse número, se a primeira tem o número 1.
multicast-cause-long-datagram = Quem envia recusou uma mensagem de 65.507 bytes, que um datagrama leva. O que não cabe em um quadro da rede vai em vários, e é juntado de novo: um programa não precisa saber disso.
multicast-cause-default-port = Com `--port` a mensagem chega, e sem ele não: quem envia e quem recebe se encontram em uma porta, e por isso os dois têm o mesmo valor padrão.
multicast-cause-timeout-is-forgotten = A mensagem veio, o tempo acabou, e o receptor ainda espera. O timeout vale para cada mensagem, também para a seguinte à última que veio.
multicast-cause-ended-before-it-arrived = O emissor terminou, e a mensagem dele não chegou: assim, nada se pode dizer do TTL dela. O emissor precisa de um soquete, de qualquer porta livre e do que dizem as opções dele; o que ele diz em stderr conta o que falhou.
multicast-begins-with-a-mark = a mensagem começava com uma marca da ordem dos bytes, `U+FEFF`, que faz parte dela
multicast-cause-kept-to-itself = Sem `--no-loopback` a mensagem chega, e com a opção não chega nada. Ela não impede nenhum envio: é para o sistema (IP_MULTICAST_LOOP), e na interface de loopback o Linux devolve a mensagem mesmo assim.
