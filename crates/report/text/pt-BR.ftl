# O que o corretor diz a quem estuda, em português do Brasil.
# O texto que veio do programa ou da rede, e o que está escrito nas próprias verificações, aparece como é.

## O veredito

no-points = 0 de { $points ->
    [one] { $points } ponto
   *[other] { $points } pontos
}: { $sentence }
what-happened = o que aconteceu:
at = { $seconds } s
events-skipped = … { $count ->
    [one] mais { $count } evento
   *[other] mais { $count } eventos
} …
printed-on-stderr = `{ $program }` escreveu no stderr:
hint = dica: { $hint }

## O que acontece

grader = corretor
lab = lab
client = cliente
server = servidor
closed-port = porta fechada
stranger = desconhecido
neighbour = desconhecido em 127.0.0.2
sender = remetente
member = membro

starts = inicia `{ $command }`
kills = encerra `{ $command }`
interrupts = pede que o programa termine, como faz Ctrl-C
terminates = pede que o programa termine, como faz um sistema que é desligado (SIGTERM)
types = { $bytes ->
    [0] termina a entrada do programa, como faz Ctrl-D
   *[other] digita { $text }
}
stops-and-continues = suspende o programa e o deixa continuar, como fazem Ctrl-Z e `fg`
chooses-at-random = faz escolhas aleatórias a partir da semente { $seed }: `LAB_SEED={ $seed } { $repeat }` repete as mesmas
tries-again = tenta de novo, com mais tempo: a máquina estava ocupada
resolves = vê que { $name } corresponde a { $addresses }, e escuta em um de cada vez
resolves-to-one = vê que { $name } corresponde apenas a { $address }: só este endereço pode ser testado aqui
leaves-out = omite o que precisa de um endereço que ninguém tem aqui: esta máquina deixa um programa ter { $address } (ip_nonlocal_bind)

prints = imprime { $line }
prints-on-stderr = imprime { $line } no stderr
prints-more = imprime mais { $count ->
    [one] { $count } linha
   *[other] { $count } linhas
}
has-printed = imprimiu { $lines }
has-printed-escaped = imprimiu uma linha que começa com { $beginning }, com os caracteres de controle escapados
has-printed-diagnostic = imprimiu um diagnóstico, que deve ser sobre { $about }
is-idle = está ocioso
ends = termina: { $how }

connects = conecta-se a { $to }
accepts = aceita uma conexão de { $from }
sends = envia { $payload }
sends-while-read = envia { $payload }, cada pedaço quando o anterior foi lido
sends-reading = envia { $payload }, lendo ao mesmo tempo o que volta
sends-endlessly = envia { $payload } repetidamente
sends-until-it-stops = envia { $payload }, até que o programa não leia mais
receives = recebe { $payload }
receives-last = recebe { $payload } e o fim (FIN)
receives-end = recebe o fim (FIN)
receives-reset = recebe um reset (RST)
sees-end = vê que a conexão terminou
sees-nothing-more = vê que o programa não envia mais nada
sees-all-read = vê que o programa leu tudo isto
sees-program-gone = vê que o programa já saiu
half-closes = faz o fechamento parcial: nada mais será enviado
closes = fecha a conexão
resets = aborta a conexão (RST)

sends-datagram = envia { $payload } para :{ $port }
sends-datagrams = envia { $payload } para :{ $port } a cada { $seconds } s
receives-datagram = recebe { $payload } de :{ $port }
does-not-answer = não responde ao datagrama { $number }
holds-back = retém a resposta ao datagrama { $number }
waits = espera { $seconds } s
is-gone = foi embora: ninguém recebe a resposta

joins = entra em { $group }
sends-to-group = envia { $payload } para { $group }
receives-with-ttl = recebe { $payload } de { $from }, com TTL { $ttl }
receives-with-some-ttl = recebe { $payload } de { $from }, com um TTL que este sistema não informa

## O que as evidências mostram

expected = esperado
received = recebido
printed = impresso
differs = difere
measured = medido
too-much = a mais
message = mensagem
program = programa
ended = terminou
held = em uso
stdout = stdout
stderr = stderr

## O que se viu

nothing = (nada)
nothing-more = mais nada
without-line-end = (sem fim de linha)
bytes = { $count ->
    [one] { $count } byte
   *[other] { $count } bytes
}
counted = { $payload } ({ $bytes })
lines-skipped = … { $count ->
    [one] { $count } linha
   *[other] { $count } linhas
} …
first-difference = no byte { $at } (o primeiro é o byte 0): veio { $received } em vez de { $expected }
and = e
or = ou

## Esperas

ended-before = o programa terminou antes que isto viesse: { $what }
connections-refused = o sistema recusar conexões ao programa
still-takes-connections = a porta do programa não foi fechada: conexões ainda esperam ali para serem aceitas
ended-too-soon = o programa terminou, e { $why }
will-never-come = nunca virá, pois o programa dorme até receber mais alguma coisa: { $what }
will-come-too-late = não virá a tempo, pois o programa dorme por tempo demais: { $what }
did-not-come = não veio, depois de { $seconds } s de espera: { $what }

## O que um programa está fazendo, e como terminou

is-running = ainda está em execução
is-running-and = ainda está em execução, { $what }
asleep-in = dormindo em `{ $call }`
asleep-in-number = dormindo na chamada de sistema { $number }
busy-on-the-cpu = ocupando a CPU
has-ended = já terminou ({ $how })
ended-with = com { $how }
exit-status = código de saída: { $code }
exit-code = código de saída: { $code }
signal = sinal: { $signal }

## Iniciar um programa

not-written = { $file } ainda não foi escrito
not-your-program = isto testaria o programa do próprio curso, e não o seu: execute `cargo test -p { $lesson }` para corrigir exercises/{ $lesson }/main.rs
built-elsewhere = isto foi compilado em outra cópia do curso, em { $built }. Chame o cargo na pasta da sua, { $here }; se isso não bastar, execute `cargo clean` ali
built-meanwhile = o programa foi compilado de novo enquanto era corrigido. Execute isto outra vez
source-replaced = { $file } foi substituído por um arquivo mais antigo que o programa, que o cargo considera já compilado. Salve-o mais uma vez e execute isto de novo
not-a-command = LAB_PROGRAM não é um comando que um shell saberia separar em palavras: { $command }
no-program = não há programa a corrigir: indique um em LAB_PROGRAM, como em LAB_PROGRAM='python3 server.py'
not-a-seed = LAB_SEED não é um número de 0 a { $most }: { $seed }
cannot-start = não foi possível iniciar `{ $program }`: { $error } (caminhos relativos começam em { $folder })
check-is-broken = a própria verificação está com defeito: { $why }
it-panicked = entrou em pânico

## O que um programa imprime

the-ready-line = a linha `listening on 127.0.0.1:<port>` no stdout
not-the-ready-line = a primeira linha no stdout não é a linha de prontidão
the-ready-lines = { $count ->
    [one] uma linha
   *[other] { $count } linhas
} `listening on <address>:<port>` no stdout
first-line = a primeira linha do programa no stdout
says-too-soon = o programa diz que está pronto antes de { $what }
socket-that-listens = ter um soquete que escuta
membership = entrar no grupo { $group }
floods-instead = o programa imprimiu mais de 1 MiB no stdout em vez de { $what }
printed-too-much = o programa imprimiu mais de 1 MiB no stdout
stream-is-held = o programa terminou, mas algo que ele iniciou ainda mantém aberto o seu { $stream }
a-line-on-stdout = uma linha no stdout
a-line-with = uma linha com { $text } no stdout
lines = { $count } linhas
lines-of-speeches = linhas do que outros disseram
lines-of-each-other = as linhas que os clientes se enviam pelo programa
a-line-having = uma linha com { $text }
the-line = a linha { $line }
a-line-escaped = uma linha que começa com { $beginning }, tem um escape (`\`) no lugar de cada caractere de controle, e termina com aspas
control-characters-left-out = faltam na linha caracteres de controle da mensagem, e cada um deve aparecer como uma sequência de escape
not-escaped = caracteres de controle de uma mensagem chegam ao terminal tal como vieram
a-diagnostic-about = um diagnóstico no stderr sobre { $what }
a-diagnostic-that-begins = uma linha no stderr que começa com { $beginning } e continua
stream-is-wrong = o { $stream } não é o que deveria ser
text-with = um texto que contém { $text }
line-is-wrong = a linha { $number } no stdout não é o que deveria ser
stands-for-a-number = um número, sem os sinais < e >
line-is-missing = falta a linha { $number } no stdout
more-lines-than = o stdout tem mais de { $count ->
    [one] { $count } linha
   *[other] { $count } linhas
}
count-is-wrong = o programa conta outra coisa, e não o que devia
crashed = o programa quebrou
end-without-a-crash = um fim que o programa escolheu, com um código de saída e, no stderr, o que deu errado
message-is-not-quoted = a mensagem { $number } não foi impressa como devia: em uma linha, entre aspas, com escapes para caracteres de controle, aspas e barras invertidas, e todo o resto como veio
message-is-not-escaped = caracteres de controle da mensagem { $number } chegam ao terminal tal como vieram: { $characters }
message-is-missing = a mensagem { $number } não foi impressa
quoted-for-example = { $quoted }, ou o mesmo com os escapes de outra linguagem
escaped-alike = caracteres diferentes aparecem iguais: { $escape }
more-messages-than = o stdout tem mais de { $count ->
    [one] { $count } mensagem
   *[other] { $count } mensagens
}
line-with-is-missing = falta uma linha no stdout
line-is-not-asked-for = o programa escreveu no stdout uma linha que o enunciado não pede, ou não pede mais uma vez
line-is-too-much = há uma linha a mais no stdout: { $why }
connections-given-back = o programa ficar com no máximo { $most } conexões, pois todos os seus clientes se foram
descriptors-given-back = o programa ficar com quase os mesmos descritores de antes, depois que { $clients } clientes vieram e foram embora
descriptors-held = { $now } descritores, onde eram { $before } antes de os clientes virem
stacks-given-back = o programa ficar com quase as mesmas áreas de memória de antes, depois que { $clients } clientes vieram e foram embora
mappings-held = { $now } áreas de memória, onde eram { $before } antes de os clientes virem
holdings-given-back = o programa ficar com no máximo { $most } descritores, threads e processos, depois que { $clients } clientes vieram e foram embora
holdings = { $now } descritores, threads e processos; antes de os clientes virem eram { $before }
number-is-missing = o erro não diz o número { $number }
error-with-number = `error: …`, com o número { $number }
error-has-no-cause = o erro não diz por que aconteceu
error-with-cause = `error: <o que falhou>: <por quê>`
error-is-vague = o erro não diz de que se trata
error-with = `error: …`, com "{ $what }"
number-is-wrong = o erro diz { $number }: { $why }
error-line = uma linha que começa com `error: `

## Como e quando um programa termina

end-of = o fim de `{ $program }`
exit-status-is-not = o código de saída não é { $code }
should-have-failed = o programa terminou como se tivesse feito o que devia
should-have-refused = isto devia ter sido recusado
exit-status-wanted = código de saída { $code }
exit-status-wanted-either = código de saída 1 ou 2
moment-of-rest = um momento de descanso do programa, ao qual nada se pede
ended-instead-of-waiting = o programa terminou, quando deveria ter esperado por mais trabalho
gave-up-early = o programa desistiu antes de o seu tempo se esgotar, que é dito em segundos e não precisa ser um número inteiro
end-no-sooner-than = o seu fim não antes de { $seconds } s depois do início
too-soon = { $what } veio cedo demais
too-late = { $what } veio tarde demais
after = depois de { $seconds } s
after-because = depois de { $seconds } s: { $why }
at-once-because = logo em seguida: { $why }

## TCP

listens-at-another-address = o programa escuta em outro endereço que não o que lhe foi dito, ou o padrão
listens-at-another-port = o programa também escuta em { $address }, onde ninguém mandou
listens-elsewhere = um cliente alcança o programa também em { $address }, onde ele não deveria escutar
refusal = uma recusa
cannot-connect = não foi possível conectar a { $address }, o endereço que a linha de prontidão diz: { $reason }
connection-to = uma conexão com { $address }
program-to-read = a leitura de { $bytes } pelo programa
program-to-read-all = a leitura pelo programa
program-to-read-no-more = o fim da leitura pelo programa
reads-without-end = o programa recebeu { $mebibytes } MiB, enquanto ninguém lhe tirava nada
program-to-keep-less = que o programa não guarde mais que { $most } bytes
both-to-arrive = o que foi enviado nas duas direções
more-threads = o programa tem { $now } threads e processos, onde tinha { $before } com menos clientes
echo-of = o eco de { $bytes }
end-of-connection = o fim da conexão
end-of-connection-by-fin = o fim da conexão (o FIN do programa)
reset-instead-of-closing = o programa abortou a conexão (RST) em vez de fechá-la
last-words-are-wrong = o que o programa enviou antes de fechar a conexão não é o que deveria ser
sent-something-else = o programa enviou outra coisa em vez do que deveria
sent-another-line = o programa enviou outra linha em vez da que deveria
sent-more = o programa enviou mais do que deveria
gave-the-connection-up = o programa abandonou a conexão cedo demais ({ $reason })
closed-too-early = o programa fechou a conexão cedo demais
reset-too-early = o programa abortou a conexão (RST) cedo demais
connection-refused = conexão recusada
connection-reset = conexão abortada pelo outro lado
connection-aborted = conexão abortada
broken-pipe = pipe quebrado
not-connected = não conectado
timed-out = tempo esgotado

## UDP

empty-datagram = um datagrama vazio
the-datagram = o datagrama { $payload }
datagram-of = o datagrama { $number } de { $count }
next-datagram = o próximo datagrama do programa
the-answer = a resposta { $payload }
the-empty-answer = a resposta vazia
answer-is-wrong = a resposta não é o que deveria ser
answer-from-elsewhere = a resposta vem de um soquete diferente daquele a que se perguntou
answer-from = uma resposta de { $address }
sent-from-elsewhere = o programa enviou isto por um soquete diferente daquele que usou antes
from = { $payload } de { $address }

## Multicast

members = { $count ->
    [one] { $count } membro
   *[other] { $count } membros
} do grupo { $group } na interface de loopback
a-message = a chegada de uma mensagem a um membro do grupo
the-message = a chegada da mensagem { $message } a um membro do grupo
member-received-something-else = um membro do grupo recebeu outra coisa em vez do que deveria
another-interface = a mensagem foi enviada por uma interface diferente de 127.0.0.1
joined-elsewhere = o programa entrou no grupo em uma interface que não lhe foi indicada
on-loopback-only = entrar no grupo pela interface de loopback, e por nenhuma outra
joined-on = entrou por
over-loopback = pela interface de loopback
by-interface = pela interface `{ $name }`
another-ttl = a mensagem chegou com um TTL diferente do que deveria

## Por que um programa falha: a causa

cause-crashed = O programa quebrou: { $words }. Resolva isto primeiro: o resto pode vir daqui. O que pode dar errado é tratado onde acontece: pode não ser falha nenhuma, ou ser o fim de uma conexão; só o que impede o programa de continuar o encerra, com `error: <o que falhou>: <por quê>`.
    .where = No stderr, abaixo de "escreveu no stderr": um panic diz a linha, uma exceção as linhas do caminho até ela.
    .sketch = `?` entrega o erro a quem chamou; `unwrap` e `expect` encerram o programa. Um erro em uma conexão encerra só essa conexão; o que impede o programa de continuar, ele informa.
cause-decodes-a-piece = O programa tomou um pedaço do fluxo por texto, e diz { $words }. Tudo o que lhe foi enviado é UTF-8; mas uma leitura traz o que chegou até ali, que pode começar ou terminar no meio de um caractere. Junte bytes até a mensagem estar inteira, e só então decodifique.
    .where = A chamada que faz dos bytes um texto: a mensagem está toda ali quando ela é feita?
    .sketch = Rust: um `Vec<u8>` ao qual cada leitura é acrescentada, e `str::from_utf8` no fim. Python: `data += s.recv(4096)` com bytes, e um só `data.decode()` depois do laço.
cause-takes-nothing-yet-for-a-failure = O programa diz { $words }. Isso não é falha nem fim: a chamada teria de esperar pelo outro lado, e o soquete é um que não espera, ou não além de um limite (EAGAIN, `WouldBlock`).
    .where = `set_nonblocking`, `setblocking` ou um timeout: qual soquete o recebeu, e o que é feito deste erro?
    .sketch = Deixe o soquete como foi criado, e a chamada espera sozinha. Ou pergunte antes, com `poll`, `select` ou `epoll`, quem está pronto, e quando uma chamada disser isto, guarde a conexão e pergunte de novo.
cause-refused-over-udp = O programa terminou com { $words }. Em UDP, onde ninguém conecta, isso fala de um datagrama anterior: a porta dele está fechada, e um soquete conectado (`connect`) fica sabendo, em geral na próxima recepção. Aquele datagrama está perdido: trate este erro onde você trata um timeout.
    .where = A recepção, e quais dos seus erros são tratados ali.
    .sketch = Rust: `ErrorKind::ConnectionRefused` ao lado de `WouldBlock` e `TimedOut`. Python: `except ConnectionRefusedError` ao lado de `except TimeoutError`.
cause-binds-the-servers-port = O programa deveria falar com { $address }, e falhou porque um endereço que ele quer para si está ocupado. A porta que lhe disseram é a do servidor, que já a tem. Um cliente não precisa de porta que alguém conheça: qualquer uma livre serve, e o servidor vê qual é.
    .where = O bind: de quem é o endereço que ele recebe?
    .sketch = Rust: `UdpSocket::bind(("0.0.0.0", 0))`. Python e C: nenhum `bind`; o primeiro envio escolhe uma porta.
cause-knows-ipv4-only = O programa recebeu { $host }, um endereço IPv6, e não chegou a conectar: { $words }. Um soquete, e uma chamada que procura um nome, podem ser só de IPv4 (`AF_INET`, `gethostbyname`); e onde host e porta são um texto só, um endereço IPv6 fica entre colchetes.
    .where = A chamada que faz de `--host` um endereço, e o tipo do soquete (`AF_…`).
    .sketch = Deixe a procura do nome dizer o tipo do soquete. Rust: `TcpStream::connect((host, port))`. Python: `socket.create_connection((host, port))`. C: `getaddrinfo`, e para cada resultado `socket` e `connect`.
cause-join-is-refused = O sistema achou um argumento sem sentido (EINVAL), e o programa deveria entrar em um grupo: { $words }. Entrar em um grupo pede dois endereços, primeiro o do grupo e depois o da interface. Onde os dois têm o mesmo tipo, só o sistema nota que estão trocados.
    .where = A entrada no grupo: qual dos dois endereços vem primeiro?
cause-ttl-is-refused = O sistema achou um argumento sem sentido (EINVAL), onde o programa deveria enviar com um TTL de 0: { $words }. O TTL do que vai a um só host (IP_TTL) nunca é 0. O que vai a um grupo tem um próprio (IP_MULTICAST_TTL), que pode ser.
    .where = A opção do soquete que `--ttl` ajusta: como ela se chama?
    .sketch = Rust: `set_multicast_ttl_v4`. Python: `s.setsockopt(IPPROTO_IP, IP_MULTICAST_TTL, ttl)`.
cause-sleeps-in-milliseconds = O programa recebeu `{ $option }`, e dorme por { $sleep } s, cerca de mil vezes mais. A opção está em segundos, e talvez também o que a chamada pede: veja a unidade de ambas, e converta só onde elas diferem.
    .sketch = Em segundos: `settimeout`, `time.sleep` e `select.select` de Python, e `Duration::from_secs_f64` em Rust. Em milissegundos: `poll`, `setSoTimeout` de Java, e `Duration::from_millis`.
cause-wrote-to-nobody = O programa escreveu em uma conexão cujo outro lado já se foi, e por isso o sistema o encerrou (SIGPIPE). Faça a escrita devolver um erro, e encerre só essa conexão.
    .where = A chamada que escreve, e para que serve o seu resultado.
    .sketch = C: `signal(SIGPIPE, SIG_IGN)` no início, ou `MSG_NOSIGNAL` em `send`; então voltam -1 e EPIPE. Rust e Python já fazem isso sozinhos.
cause-asks-for-what-is-forbidden = O sistema encerrou o programa por pedir algo que é proibido onde ele é avaliado (SIGSYS): iniciar outro programa, mandar um sinal a outro ou olhar dentro dele, ou mudar o ambiente em que executa. Nenhum programa desta lição precisa disso: ele trabalha com soquetes e, se quiser, com threads.
    .where = Onde ele inicia um comando, ou chama o sistema sem passar pela biblioteca padrão.
cause-takes-too-much-memory = O avaliador encerrou o programa, pois ele e outras execuções dele ao mesmo tempo tinham juntos mais de quatro bilhões de bytes de memória. Um buffer é do tamanho do que se lê de uma vez, e o que já foi respondido não se guarda.
    .where = O que cresce a cada mensagem ou cliente, e o tamanho com que um buffer é criado.
cause-stopped-serving = O servidor terminou sozinho, com código de saída { $code }: { $words }. Clientes vêm e vão, e com eles vêm erros: um erro encerra só aquilo em que aconteceu, e o servidor continua.
    .where = O laço em volta de `accept` ou da recepção: onde um erro sai dele?
    .sketch = Deixe uma função atender um cliente, ou responder um datagrama, e devolver um `Result`. O laço o recebe, informa um erro no stderr, e continua.
cause-silent-client = O programa encerrou a conexão enquanto o cliente estava calado. Um cliente ainda não ter nada a dizer não é um fim: uma conexão fica aberta até que um dos dois a feche.
cause-stopped-serving-in-silence = O servidor terminou sozinho, com código de saída { $code } e sem uma palavra: ele roda até que um sinal o encerre, como o de Ctrl-C, não importa quem venha ou vá, quantos sejam, nem o que digam.
    .where = O laço em volta de `accept` ou da recepção: o que o encerra?
    .sketch = O `loop` mais externo não tem `break`. O que se faz com um cliente, ou com um datagrama, não pode encerrá-lo.
cause-nothing-printed = Nada do que o programa imprime saiu: ele tem { $socket } e dorme em { $calls }. O que é impresso em um pipe espera em um buffer do programa até que ele encha ou seja descarregado. Descarregue o stdout depois de cada linha; e imprima a linha antes da chamada que espera.
    .where = A linha que imprime e a chamada que espera: qual vem primeiro, e o que há entre elas?
    .sketch = Rust: `println!` descarrega a cada fim de linha, `print!` e um `BufWriter` não: `std::io::stdout().flush()?`. Python: `print(…, flush=True)`. C: `fflush(stdout)`. Java: `System.out.flush()`.
cause-address-in-use = A porta está ocupada por conexões do servidor que rodava antes: o lado que fecha primeiro as mantém por um minuto (TIME_WAIT). Com SO_REUSEADDR, ligado antes do bind, um novo servidor pode usar a porta mesmo assim.
    .where = A chamada que cria o soquete e a que faz o bind: o que há entre elas?
    .sketch = `TcpListener::bind` liga a opção sozinho no Unix. socket2: `socket.set_reuse_address(true)?` antes de `bind`. Python: `s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)`. C: `setsockopt` entre `socket` e `bind`.
cause-address-is-shared = O endereço está ocupado por outro programa nesta máquina, que está ali de propósito: vários podem dividir um endereço se cada um ligar SO_REUSEADDR antes do bind.
    .where = A chamada que cria o soquete e a que faz o bind: o que há entre elas?
    .sketch = `UdpSocket::bind` não liga nenhuma opção. socket2: `Socket::new`, `set_reuse_address(true)`, e então `bind`.
cause-port-ignored = O programa foi iniciado com `--port { $port }`, e tem { $socket }: a opção não chega ao bind.
cause-listens-elsewhere = O programa diz que está em { $address }, e tem { $socket }. Ele está onde fez o bind; o que ele anuncia deve ser perguntado ao soquete (`getsockname`).
cause-talks-to-another = O programa deveria falar com { $address }, e fala com { $other }: uma opção não chega à chamada.
cause-connected-to-another = O soquete UDP do programa está conectado a { $other }: o sistema só lhe entrega datagramas dali. Um servidor não conecta o seu soquete, e responde ao endereço de onde cada datagrama veio.
cause-lets-the-client-go = O programa larga o cliente logo, e sem ouvi-lo: fechou a conexão, ou o soquete que escuta, em cuja fila o cliente estava, antes de ler tudo o que o cliente enviou, e nada devolveu. Leia, escreva de volta o que veio, e feche só quando uma leitura devolver 0; continue escutando enquanto o servidor roda. Um soquete se fecha sozinho onde termina a variável a que ele pertence.
cause-leaves-unread = { $count ->
    [one] Um byte está
   *[other] { $count } bytes estão
} no soquete do programa sem ser lidos, enquanto ele dorme em { $calls }: ele parou de ler. Uma leitura não é uma mensagem, nem tudo o que o outro lado diz: leia até que uma leitura devolva 0.
cause-connects-anew = O programa abriu outra conexão, quando a anterior deveria continuar: uma conexão leva todas as mensagens. Conecte uma vez, antes do laço.
cause-takes-the-end-for-nothing-yet = O outro lado disse que não envia mais nada (FIN), e o programa continua perguntando: uma leitura de 0 bytes é esse fim, não "nada por enquanto", e daí em diante retorna na hora. Saia do laço, e feche.
cause-leaves-a-datagram-where-it-is = Um datagrama está no soquete UDP do programa, e o programa segue sem parar e sem pegá-lo. Olhar para ele (`peek`, MSG_PEEK) não tira nada dali, uma recepção tira; e 0 bytes também são um datagrama, não "nada por enquanto".
cause-joined-elsewhere = O programa entrou no grupo em { $interface }, e lhe foi indicada outra interface. O endereço do grupo sozinho não diz nada da interface: ela é o segundo argumento da chamada.
cause-not-joined = O programa tem { $socket } e dorme em { $calls }, e não é membro de { $group }: fazer o bind não é entrar. Entre no grupo (IP_ADD_MEMBERSHIP) antes de receber.
cause-waits-for-a-line-end = O programa respondeu assim que veio um fim de linha: ele lê linhas. O que vem é um fluxo de bytes, que pode não ter nenhum.
cause-loses-a-line = O programa leu o que foi enviado e deixa esta linha sem resposta, e responde à seguinte: esta se perdeu. Uma leitura pode trazer várias linhas, e o que está depois da primeira pertence à próxima. Um `BufReader` lê adiante: ele pertence à conexão, não a uma linha.
cause-other-protocol = O endereço está certo, e o soquete é do outro tipo: { $socket }. TCP (`TcpListener`, SOCK_STREAM) leva conexões, UDP (`UdpSocket`, SOCK_DGRAM) datagramas, e cada um tem as suas portas.
cause-takes-a-full-buffer-for-a-part = O programa espera por mais quando o que veio tem exatamente o tamanho do buffer dele. Que uma leitura encha o buffer não diz que há mais, nem que virá: responda o que cada leitura traz.
cause-outlives-an-interrupt = Ctrl-C não encerrou o programa: algo nele recebe a interrupção e segue adiante. É o que faz um `except:` sem nome em Python, que também pega `KeyboardInterrupt`: pegue `OSError`, ou o que mais possa falhar ali. Também é o que faz uma função de tratamento do sinal que só marca uma variável: a chamada que dorme continua dormindo; e quem aceita mais uma vez antes de olhar para ela atende alguém que chegou depois.
cause-does-not-stop = Ctrl-C não encerrou o programa, e nada mais o encerraria. Algo nele pega a interrupção e segue adiante, ou ele ignora o sinal. Um `except:` sem nome, em Python, pega também `KeyboardInterrupt`.
cause-waits-for-a-full-buffer = O programa só respondeu quando veio muito mais: ele espera até que um buffer encha. Ou ele lê até que haja tanto (`read_exact`), ou o que ele escreve fica em um buffer (`BufWriter`) até que ele encha ou seja descarregado: chame `flush` depois de cada resposta.
cause-waits-for-the-end = O programa só respondeu quando lhe foi dito que não vem mais nada (FIN): ele lê até o fim (`read_to_end`, `read_to_string`), ou o que ele escreve fica em um buffer (`BufWriter`) até ele sair: responda o que há, e chame `flush` depois.
cause-only-the-form = Só a forma da linha está errada: ela diz o que deveria, e um programa que a lê procura { $expected }, letra por letra. Isto não tem nada a ver com a rede.
cause-refuses-its-options = O programa terminou com código de saída 2, como se tivesse sido chamado de forma errada: { $words }. A chamada que a transcrição mostra no início está certa, e o programa tem de entendê-la.
    .where = Os tipos e os limites das opções.
cause-announces-port-0 = O programa diz que escuta na porta 0. Foi o que lhe pediram, e quer dizer: qualquer porta livre. Qual ele recebeu deve ser perguntado ao soquete (`getsockname`, `local_addr`), depois do bind.
cause-serves-all-the-same = O programa foi iniciado como `{ $command }` e continua rodando, com { $socket }. Um valor que falta, que não é número ou está fora dos limites não se troca por um padrão, nem se ajusta: ele encerra o programa, com código de saída 2.
    .where = Como as opções são lidas: o que acontece com um valor que não serve?
cause-host-ignored = O programa foi iniciado com `--host { $host }`, e está em { $held }: a opção não chega ao bind. 0.0.0.0 quer dizer todos os endereços desta máquina, e ninguém pediu isso.
cause-takes-another-port = O programa recebeu `--port { $port }`, que está ocupada, e tem { $socket } em vez disso. Os clientes só conhecem a porta que foi pedida: um bind que falha encerra o programa, com `error: …` e código de saída 1.
cause-shares-its-address = O programa tem { $socket }, e outro também: datagramas e clientes chegam a qualquer um dos dois. Um soquete UDP que liga SO_REUSEADDR ou SO_REUSEPORT compartilha a porta. Sem a opção, o segundo bind falha, como deve.
cause-goes-on-after-wrong-usage = O programa foi chamado de forma errada e continuou: pôs outra coisa no lugar de uma opção, ou de um valor, que não existe. Um padrão serve para uma opção que não está lá. Diga no stderr o que está errado, e termine com código de saída 2 antes de tudo o mais.
    .where = Como as opções são lidas: o que acontece com um valor que não serve?
cause-gives-nothing-back = De cada um destes { $clients } fica algo: descritores, threads ou processos, e um sistema só tem uma quantidade limitada deles. O que se abre para um deve ser fechado em todos os caminhos de saída, também depois de um erro; uma thread tem de terminar.
    .where = Cada chamada que abre, duplica ou inicia algo: onde isso termina, e um erro chega até lá?
cause-keeps-its-connections = Clientes vieram e foram, e o programa ainda tem { $count } das conexões deles. Uma conexão acaba com o último dos seus descritores: uma cópia tem o seu (`try_clone`, `dup`, `makefile`), e também o que uma lista ou um filho guarda; sair de uma função só fecha o que é dessa função.
    .where = Cada variável, lista, cópia e filho que tem a conexão: onde isso acaba, e um erro chega até lá?
    .sketch = Rust: um `TcpStream` que sai de escopo é fechado, a não ser que reste uma cópia. Python: `with connection:` ou `connection.close()`; com `asyncio`, `writer.close()`. C: `close` em cada saída, e no pai depois do `fork`.
cause-reads-without-end = Ninguém lê do outro lado, e mesmo assim o programa recebeu { $mebibytes } MiB para ele: lê sem olhar se consegue passar adiante o que leu. O TCP faz quem envia esperar quando ninguém lê, e com um programa no meio isso só acontece se esse programa também para de ler. Um buffer sem fim toma toda a memória que existe.
    .where = O que decide se o programa lê: ele olha quanto ainda tem para o outro lado?
    .sketch = Leia de um lado só enquanto pouco espera pelo outro, e só então peça leitura ao `poll`. O que não é lido fica com o sistema, que avisa o remetente.
cause-keeps-too-much = Ninguém lê do outro lado, e o programa guarda { $kept } KiB para ele, onde { $most } KiB bastam: continua lendo por tempo demais antes de parar. O que ele não lê espera no remetente, onde deve ficar.
    .where = Até que tamanho um buffer pode crescer antes de o programa parar de ler.
cause-a-thread-for-each = Com mais { $clients } clientes ele tem mais { $more } threads ou processos. Uma thread basta para todos, se espera por todos os soquetes de uma vez, numa chamada, e faz o que é possível sem esperar; também uma biblioteca pode criar threads, onde uma chamada teria de esperar.
    .where = O que é criado para cada cliente, pelo programa ou por uma biblioteca que ele usa.
    .sketch = `poll` com os que escutam e os dois soquetes de cada cliente, nenhum dos quais espera por si; depois faça o que a resposta diz, para todos, e pergunte de novo.
cause-waits-for-a-connection = O programa dorme em `connect`, e com isso tudo o que faz para os outros. Enquanto o outro host não responde, um `connect` num soquete bloqueante não volta, o que pode levar minutos quando uma fila está cheia ou um host sumiu.
    .where = A chamada que conecta: nesse momento o soquete já é não bloqueante?
    .sketch = Crie o soquete, `set_nonblocking(true)`, depois `connect`: `EINPROGRESS` diz que ele começou. Peça ao `poll` espaço para escrever; quando estiver pronto, `take_error` diz como foi.
cause-joins-no-thread = { $clients } clientes vieram e foram embora, e de cada um ficou uma área de memória, como fica a pilha de uma thread que terminou. Ela fica até alguém esperar pela thread (join) ou soltá-la (detach): quem guarda os handles de todas as threads guarda as pilhas delas.
    .where = O que é feito daquilo que o início de uma thread devolve, e quando?
    .sketch = Rust: descarte o `JoinHandle` (uma lista deles guarda todas), ou espere por ele. C: `pthread_detach` ou `pthread_join`.
cause-nothing-more-printed = Nada saiu no stdout depois da linha de prontidão, até agora. Ou o programa não imprime mais nada, ou só depois daquilo por que ainda espera; ou isso fica em um buffer do programa até que ele encha: descarregue-o depois de cada linha.
    .sketch = Rust: `println!` descarrega a cada fim de linha, um `BufWriter` não: `flush()?`. Python: `print(…, flush=True)`. C: `fflush(stdout)`. Java: `System.out.flush()`.
cause-printed-on-stderr = A linha está no stderr. O que se pede a um programa vai para o stdout, e o stderr é para o que deu errado.
cause-the-same-again = A linha veio uma vez, e a mensagem foi enviada de novo: dois datagramas com os mesmos bytes são duas mensagens. Cada uma é impressa e respondida, não importa o que veio antes.
cause-nothing-for-an-empty-message = As mensagens anteriores foram impressas, e depois veio um datagrama de 0 bytes. É uma mensagem como outra qualquer: não é o fim, como são 0 bytes em TCP, nem "nada por enquanto", e há o que imprimir.
cause-another-sender = A mensagem está em { $line }, e deveria estar depois de { $peer }: quem a enviou é um endereço, host e porta, que vem com cada datagrama.
cause-quotes-as-they-came = Só faltam barras invertidas, ou sobram: { $line }. Não são só os caracteres de controle que precisam de escape. Com aspas como vieram, ninguém vê onde a mensagem termina; com uma barra invertida como veio, o que é um escape.
cause-line-is-cut = Há uma linha com apenas os primeiros { $count } caracteres. Uma mensagem é impressa inteira e em uma só linha, por mais longa que seja.
cause-prints-the-answer = A linha mostra a resposta. O que veio é o que se imprime: imprima a mensagem antes de mudá-la.
cause-ends-at-a-zero = A linha termina onde a mensagem tem um zero. Em C, um zero termina um texto. Em um datagrama ele é um byte como outro qualquer, e só a contagem da recepção diz onde está o fim.
cause-said-before = O que está no stderr já estava lá antes que isto acontecesse, e trata de outra coisa. Cada vez que acontece, diz-se de novo.
cause-answer-has-other-white-space = Só o espaço em branco difere: espaços, tabulações e fins de linha. Eles são parte da mensagem como quaisquer outros bytes, e nada precisa marcar o fim dela: um datagrama termina onde terminam os seus bytes.
cause-answer-is-escaped = Só difere o que tem a ver com escapes: caracteres de controle e barras invertidas. Eles ganham um escape, ou ficam de fora, onde são mostrados em um terminal. Uma resposta os tem como vieram, e `\1` em uma mensagem são dois caracteres.
cause-letters-stay-small = { $letters } voltaram como foram enviados, e têm maiúscula. Funções para ASCII conhecem 26 letras, e as de caracteres de 16 bits não conhecem nenhuma além de `U+FFFF`: use uma que conheça todas as escritas.
cause-leaves-a-character-out = A mensagem tem { $char }, e a resposta não. Uma marca, e um acento depois da sua letra, são caracteres por si sós: o que não tem maiúscula volta como veio, também onde o resultado pareceria o mesmo.
cause-sends-the-rest-of-the-buffer = Depois da resposta { $count ->
    [one] vem um byte
   *[other] vêm { $count } bytes
} do resto do buffer: zeros, ou o que lá estava antes. Uma recepção preenche o começo, e diz até onde. Use essa contagem, e só ela.
cause-answers-twice = Esta resposta já veio antes, e nenhum outro datagrama foi enviado por ela. Um datagrama é respondido com um só. Um cliente que perdeu uma resposta pergunta de novo.
cause-character-of-four-bytes = A mensagem tem { $char }, um caractere de quatro bytes em UTF-8, e ficou sem resposta, que as anteriores tiveram. Um caractere tem de um a quatro bytes.
cause-answers-what-is-not-text = Veio uma resposta a { $payload }, que não é UTF-8. Como um todo isso não é texto: nada dele, e nada em seu lugar, vai para o cliente, nem um erro. Uma linha no stderr o diz.
cause-answers-what-is-no-character = Veio uma resposta a { $payload }, que tem a forma de UTF-8 e não é. Um caractere só tem a sua forma mais curta (um zero é um byte, não dois como em Java), e metades de UTF-16 e números além de `U+10FFFF` não são caracteres. Um decodificador estrito os recusa.
cause-something-in-front = A linha vem mais abaixo, e antes dela está algo que não deveria estar ali. O stdout tem as linhas do enunciado na ordem delas, cada uma assim que há o que contar, e nenhuma outra: quem as lê é um programa. O resto vai para o stderr.
cause-seconds-for-milliseconds = Mil vezes isso estaria certo, como onde há segundos antes de "ms": a maioria dos relógios conta segundos, e 0.2 s são 200 ms. Onde já são milissegundos, o tempo começa tarde demais: ele corre desde logo antes do envio.
    .sketch = Rust: `elapsed.as_secs_f64() * 1000.0`. Python: `(time.perf_counter() - start) * 1000`.
cause-only-the-percentage = Só a porcentagem está errada: { $printed }. É a do que se perdeu; e com números inteiros uma divisão perde o resto, 1 / 4 é 0 e 100 / 3 é 33: multiplique por 100 antes de dividir.
cause-least-is-wrong = O menor dos tempos acima é { $least } ms, e o resumo diz { $said } ms. Comece a busca com o primeiro tempo, ou com infinito, não com zero; e compare todos os que estão impressos acima, e nenhum outro: uma resposta atrasada não tem tempo.
cause-greatest-is-wrong = O maior dos tempos acima é { $greatest } ms, e o resumo diz { $said } ms. Os tempos vêm em qualquer ordem: compare todos os que estão impressos acima, e nenhum outro: uma resposta atrasada não tem tempo.
cause-mean-is-wrong = A média dos { $count } tempos acima é { $mean } ms, e o resumo diz { $said } ms. A média é a soma dos tempos que vieram, dividida pelo número deles: pings perdidos não têm tempo, e o valor do meio é outra coisa.
cause-another-line = No lugar dela o programa imprimiu { $line }. Uma linha que outro programa lê é { $expected }, letra por letra, não importa o que mais uma pessoa entenderia.
cause-prints-a-pair-for-an-address = O endereço está ali como um par, entre parênteses e com aspas, como Python imprime uma tupla. Um endereço se escreve como host e porta com dois-pontos no meio: { $expected }, letra por letra.
    .sketch = Python: `host, port = address`, e então `print(f"connected: {"{host}:{port}"}", flush=True)`.
cause-names-another-address = Só um endereço na linha é outro: ela diz { $printed }, e o certo é { $expected }. Cada lado de uma conexão tem o seu endereço, cada remetente, cada grupo: pergunte por aquele de que se trata, com a porta.
    .where = `recv_from` diz quem enviou um datagrama, `peer_addr` quem está do outro lado, `local_addr` onde está o soquete do próprio programa.
cause-shares-its-port = Dois programas escutam em { $address }: SO_REUSEPORT permite isso, e então o sistema distribui os clientes entre eles. SO_REUSEADDR é outra opção: com ela um servidor começa de novo na sua porta, e uma porta ocupada continua ocupada.
cause-adds-a-carriage-return = Só sobra um retorno de carro (`\r`): a linha foi terminada por dois caracteres. Neste protocolo só um `\n` termina uma linha, em qualquer sistema.
cause-ends-a-line-elsewhere = O que veio termina onde a linha tem { $character }, e isso aqui não termina linha nenhuma: só um `\n` termina. O que uma linguagem ou um programa também toma por fim de linha é um caractere como os outros.
    .where = Onde a chamada da sua linguagem divide as linhas: muitas conhecem mais de um fim de linha.
cause-cut-at-a-zero = O que veio termina onde há um byte 0. Ele é um byte como os outros, e não termina um texto que tem o seu próprio comprimento: quanto há, diz a recepção.
cause-trims = Só falta espaço em branco no começo ou no fim. Ele faz parte da mensagem: só se tira o que o protocolo acrescenta, como o `\n` depois de uma linha.
    .where = A chamada que tira o fim de uma linha ou de um texto: o que mais ela tira?
cause-breaks-a-character = Um caractere de vários bytes voltou quebrado. Bytes viram texto quando todos já vieram, e como UTF-8: não byte por byte, nem tantos quantos uma leitura traz.
    .sketch = Junte bytes até a mensagem estar inteira, e só então os decodifique.
cause-counts-characters = Foram impressos os primeiros { $characters } de { $bytes } bytes, e { $characters } é o número de caracteres do texto. Um fluxo conta bytes, e um caractere pode ser vários: `ç` são dois. Tome o comprimento do texto em bytes.
    .sketch = Rust: `message.len()` conta bytes, `message.chars().count()` não. Python: `data = message.encode()`, e então `len(data)`; `len(message)` conta caracteres.
cause-line-ends-early = A linha está certa, e termina cedo demais, depois de { $count } bytes. Uma linha pode ser maior que um buffer ou uma leitura: junte o que vem até o `\n` dela chegar.
cause-datagram-is-cut = Só vieram neste datagrama os primeiros { $count } bytes da mensagem. Um datagrama leva até 65.507 bytes, não importa o tamanho de um buffer ou de um quadro; o que é enviado em dois pedaços são duas mensagens.
cause-passes-an-empty-line-over = A resposta a uma linha vazia deveria vir aqui, e falta. Não ter nada antes do `\n` não a torna menos linha: ela é respondida como as outras.
cause-ends-at-an-empty-line = O programa encerrou a conexão onde veio uma linha vazia. Ela é uma mensagem de nenhum byte, e o `\n` dela foi lido: só uma leitura de 0 bytes diz que nada mais vem.
cause-answers-nothing = Veio uma linha vazia a mais antes do fim. Depois do último `\n` não há nada, e nada não é uma linha: só o que tem bytes quando o fluxo acaba é uma última.
cause-keeps-the-connection = O programa não atende mais esta conexão, dorme em { $calls }, e ainda a mantém. Uma conexão se fecha quando se fecha o último dos seus descritores, as cópias também; nem o FIN do outro lado nem um erro a fecham sozinhos.
cause-leaves-its-connection-to-a-child = O programa terminou, e a conexão dele continua aberta: outro processo, que ele iniciou, tem um descritor dela. Uma conexão é fechada quando o último dos seus descritores o é.
cause-was-refused-elsewhere = O programa deveria conectar a { $address }, onde alguém escuta, e foi recusado: onde ele pediu, ninguém escuta. Ou uma opção não chega à chamada, e é outro endereço ou porta; ou o soquete dele é do outro tipo, UDP (SOCK_DGRAM) em lugar de TCP (SOCK_STREAM) ou o contrário, e cada um tem as suas próprias portas.
cause-option-is-unknown = O programa recebeu uma opção do enunciado, e diz { $words }: ele não a conhece. O que uma opção faz pode ser difícil de ver, e mesmo assim ela serve a alguém.
cause-sent-elsewhere = Quem envia terminou como se tudo estivesse bem, e nada chegou ao grupo na interface de loopback. Uma mensagem sai pela interface que foi indicada ao soquete (IP_MULTICAST_IF), ou então por uma que o sistema escolhe: indique a de `--interface`, o valor padrão inclusive.
    .where = `set_multicast_if_v4` na tabela do enunciado.
cause-sends-nothing-for-nothing = Nenhum datagrama veio para a mensagem "". Um datagrama pode ter 0 bytes, e é enviado e recebido como os outros.
cause-sends-twice = A mesma mensagem veio mais uma vez. Ela é enviada uma vez: um datagrama pode se perder, e quem quer saber disso precisa de uma resposta, que aqui ninguém pede.
cause-shows-old-bytes = Depois da mensagem está o que sobrou no buffer de outra mais longa, que veio antes. Uma recepção preenche tanto do buffer quanto veio, e diz quanto: mostre só essa parte.
    .sketch = `let (length, from) = socket.recv_from(&mut buffer)?`, e então `&buffer[..length]`.
cause-hears-another-group = O programa aceita o que é enviado a outro grupo, e espera de novo depois de cada uma dessas mensagens. Uma porta não distingue grupos: no Linux, um soquete com bind em 0.0.0.0 ouve todos os grupos em que alguém na máquina entrou (IP_MULTICAST_ALL).
    .sketch = No Unix, faça o bind no endereço do próprio grupo em vez de 0.0.0.0: o soquete só aceita então o que é enviado a ele.
cause-waits-anew-for-others = O programa só desistiu quando nada mais veio, nem para outros grupos: cada datagrama que ele joga fora recomeça a espera. O tempo corre desde a última mensagem do seu próprio grupo.
    .sketch = Guarde o momento em que o tempo acaba, e antes de cada recepção dê ao timeout o que resta até ele.
cause-takes-it-for-success = O programa terminou como quem fez o que devia (código de saída 0), embora { $what }. Isso é uma falha: ela é informada no stderr, e o código de saída é 1.
cause-goes-on-all-the-same = O programa continua, embora { $what }. Isso é uma falha: ela é informada na hora, e encerra o programa com código de saída 1; não se espera que passe nem se tenta de novo.
cause-takes-its-call-for-wrong = O programa terminou com código de saída 2, que diz que ele foi mal chamado; e ele foi bem chamado. 2 é só para uso errado: o que falha mesmo assim termina com 1.
cause-fails-without-a-failure = O programa terminou com código de saída { $code }, que diz que ele falhou, e não informou nenhuma falha. 0 é o código de saída do sucesso; um resultado se imprime, e não é um código de saída.
cause-read-exact-has-no-count = O erro é o de `read_exact` ("failed to fill whole buffer"), que falha onde vem menos do que deveria, e não diz quanto veio. Leia pedaço por pedaço com `read`, e conte.
    .sketch = Um laço em volta de `read` que soma o que cada chamada devolve: 0 é o fim do fluxo, e a soma diz quanto veio antes dele.
cause-error-on-stdout = O erro está no stdout. Esse é para o resultado, que outro programa pode ler: erros vão para o stderr, onde uma pessoa também os vê.
cause-prints-more = O que o programa deveria imprimir está ali, e mais alguma coisa junto. O stdout é para o resultado, letra por letra: o mais que se diz a uma pessoa vai para o stderr.
cause-adds-a-line-end = Depois do que deveria enviar, o programa envia um fim de linha, que ninguém pediu. Em um fluxo, um fim de linha é um byte como outro qualquer: se o outro lado não o enviou, ele não tem lugar ali.
cause-says-more = Atrás do que deveria enviar, o programa envia { $bytes }. Se são palavras dele, uma despedida por exemplo, ninguém as pediu; se vieram de alguém antes, ele as guardou.
    .where = Cada chamada que escreve na conexão: qual delas escreve isto, e de onde o tem?
cause-adds-zeros = Depois do que deveria enviar, o programa envia bytes nulos. Eles são o fim de um texto em C, ou a parte de um buffer que nunca foi preenchida: envie tantos bytes quantos há, e nada mais.
cause-keeps-what-was-before = O que deveria vir está ali, e antes dele está mais uma vez o que veio antes: o programa o guardou. Uma leitura para um buffer que cresce acrescenta ao que há nele (`read_line`, `read_until`, `+=`): esvazie-o quando a mensagem tiver sido respondida.
    .where = O buffer para o qual uma mensagem é lida: onde ele é criado, e onde fica vazio?
    .sketch = Rust: `line.clear()` antes de cada `read_line` ou `read_until`. Python: `line = b""` quando uma mensagem está pronta.
cause-sends-it-again = O programa envia de novo o que já enviou. O TCP repete sozinho o que se perde; e um buffer guarda o que havia nele: envie só o que a última leitura trouxe.
cause-leaves-a-part-out = Depois de { $at } bytes faltam { $count }, e adiante ele continua. Uma leitura diz quantos bytes trouxe, e uma escrita quantos aceitou: tudo o que veio tem de ser escrito antes da próxima leitura.
cause-waits-with-the-rest = O programa enviou uma parte do que deveria, e dorme em uma leitura: ele espera uma resposta a essa parte, ou guarda o resto em um buffer. Ninguém responde a uma parte: envie tudo, descarregue, e então leia.
cause-leaves-out-what-came = O programa responde ao que vem depois, e não a isto: ele não espera por mais, mas deixou isto de fora: com `trim`, digamos, ou por escrever de volta menos do que uma leitura devolveu. Todo byte conta, espaços e fins de linha também.

socket-listening = um soquete que escuta em { $address }
socket-udp = um soquete UDP em { $address }
socket-connected = uma conexão com { $address }

## O que esta máquina não consegue

no-mark = sem nota: a correção falhou, o que não diz nada sobre o seu programa
machine-open-files = aqui não podem estar abertos mais que { $most } arquivos, e uma correção precisa de { $least }: aumente o limite (`ulimit -n`)
machine-address-space = aqui um programa não pode ter mais que { $most } MiB de endereços, e pode precisar de { $least }: retire o limite (`ulimit -v unlimited`)
machine-threads = aqui não podem ser iniciadas mais que { $count } outras threads ({ $error }): aumente o limite de processos (`ulimit -u`, ou o do contêiner)
machine-proc = não é possível ler /proc, que diz se um programa teve chance de rodar: monte-o
machine-loopback = esta máquina não consegue falar consigo mesma por { $protocol } em 127.0.0.1 ({ $error }): veja se a interface de loopback está ativa (`ip link set lo up`) e se nenhum firewall está no caminho
machine-multicast = esta máquina não consegue enviar a si mesma um datagrama multicast pela interface de loopback ({ $error }): veja se um firewall ou um contêiner não o impede
machine-localhost = localhost não representa esta máquina ({ $why }): /etc/hosts precisa da linha `127.0.0.1 localhost`
seen = visto

## O que o próprio corretor não conseguiu fazer

grader-could-not = o corretor não conseguiu { $what }: { $error }
use-a-connection = usar uma conexão
make-a-folder = criar uma pasta de arquivos
put-a-file = pôr um arquivo numa pasta
make-a-keyboard = criar um pipe para o que é digitado
reset-a-connection = abortar uma conexão
read-from-a-connection = ler de uma conexão
accept-a-connection = aceitar uma conexão
listen-on-loopback = escutar no loopback
resolve = resolver o nome { $name }
listen-at = escutar em { $name }
no-loopback-address = o nome não tem endereço de loopback
take-a-port = ocupar uma porta
open-a-udp-socket = abrir um soquete UDP no loopback
send-a-datagram = enviar um datagrama
receive-a-datagram = receber um datagrama
close-a-udp-port = fechar uma porta UDP
open-a-multicast-socket = abrir um soquete de multicast no loopback
ask-for-an-address = perguntar o endereço de um soquete
send-to-a-group = enviar a um grupo de multicast no loopback
join-a-group = entrar em um grupo de multicast no loopback
receive-from-a-group = receber de um grupo de multicast
