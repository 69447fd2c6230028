# O que `cargo lab` diz, em português do Brasil.

## Pontos e estados

course = Sockets, com nota
points = { $earned } de { $points ->
    [one] { $points } ponto
   *[other] { $points } pontos
}
total = Ao todo: { $earned } de { $points } pontos
not-begun = ainda não escrito
not-graded = ainda sem nota
changed-since = mudou desde a última correção
does-not-compile = O programa não compila. O compilador diz:
compiler-warns = O compilador avisa do seguinte, que não custa nada:
warnings-more = … e { $count ->
    [one] mais um aviso
   *[other] mais { $count } avisos
}
task-sheet = O enunciado: { $file }
all-done = Todas as lições estão com a nota máxima.
next-begin = A seguir: leia { $sheet } e escreva { $file }. Depois:
next-grade = A seguir: veja o que { $lesson } já vale:
next-hint = A seguir: uma dica para o que falha em { $lesson }:
next-go-on = A seguir: continue com { $lesson }:

## Uma verificação que falhou

hint = dica:

## Resultados

unfinished = A correção terminou antes do fim.
time-is-up = O tempo acabou: depois de { $seconds ->
    [one] 1 segundo
   *[other] { $seconds } segundos
} a correção não tinha terminado.
no-verdict = sem resultado: a correção terminou antes desta verificação
no-verdict-no-program = sem resultado: o programa não compila
cut-off = … cortado aqui …
and-more = { $names } e { $count ->
    [one] mais um
   *[other] mais { $count }
}
column-check = verificação
column-points = pontos
formats-and-files = há { $files } arquivos para { $formats } formatos: cada um precisa de um, menos o último, que pode ir para stdout

## O que não se toma de uma entrega

note = nota: { $note }
note-no-program = não existe { $file }. O programa é um destes? { $others }
note-taken-for-main = { $file } é tomado por main.rs
note-no-utf-8 = { $file } não está em UTF-8, a única codificação que o Rust lê: salve-o com ela
note-link = { $file } fica de fora: nenhum link é seguido
note-odd-name = { $file } fica de fora: o nome não está em UTF-8, ou tem um caractere de controle
note-too-deep = { $file } fica de fora: o caminho é longo demais
note-too-large = { $file } fica de fora: de uma lição se tomam no máximo { $mebibytes } MiB
note-too-much = { $folder } tem coisa demais: só se olham os { $most } arquivos e pastas mais próximos, e os outros ficam de fora
note-unreadable = { $file } fica de fora: não é possível lê-lo ({ $why })
note-more = { $count ->
    [one] há mais um arquivo de que se pode dizer algo assim
   *[other] há mais { $count } arquivos de que se pode dizer algo assim
}
note-others = ficam de fora, pois só se tomam arquivos Rust: { $files }

## Comandos

which-lesson = qual lição? Há { $all }
reset-nothing = { $file } já é o arquivo inicial.
reset-kept = O que você escreveu está guardado em { $file }.
reset-failed = { $file } fica como está, pois não foi possível pôr o arquivo inicial no lugar
reset-done = { $file } voltou a ser o arquivo inicial.
solution-later = O programa de referência é para quem tem a nota máxima em { $lesson }. Para vê-lo agora: cargo lab solution { $lesson } --anyway
solution-same = { $theirs } é igual.
solution-differs = De { $theirs } a { $ours }:
hint-not-needed = Todas as verificações de { $lesson } passam: não há o que explicar.
hint-more = Para a próxima dica: { $command }
hint-last = Não há mais dicas para esta verificação.
hint-others = { $count ->
    [one] Outra verificação falha
   *[other] Outras { $count } verificações falham
}: cargo lab hint { $lesson } VERIFICAÇÃO

watch-keys = q sair · r corrigir de novo · h dica · n próxima lição
watch-watches = de olho em { $file }
watch-runs = corrigindo { $lesson } …

trace-others = Outra verificação: cargo lab trace { $lesson } VERIFICAÇÃO
trace-not-saved = não foi possível gravar a imagem em { $file }
trace-saved = A imagem está em { $file }.

## Um diagrama em escada: o que passa pela rede. As setas e os lugares dizem quem faz o quê

ladder-at = { $milliseconds }
ladder-program = programa
ladder-peers = pares
ladder-numbered = programa { $number }: { $what }
ladder-payload = { $payload } · { $bytes ->
    [one] 1 byte
   *[other] { $bytes } bytes
}
ladder-empty = vazio · 0 bytes
ladder-reading = { $payload }, lendo ao mesmo tempo
ladder-endlessly = { $payload }, sem parar
ladder-every = { $payload }, a cada { $milliseconds } ms
ladder-to-group = { $payload }, para { $group }
ladder-ttl = { $payload }, TTL { $ttl }
ladder-connects = conecta
ladder-half-closes = FIN: fecha só o envio, e ainda lê
ladder-fin = FIN: o fim
ladder-closes = fecha
ladder-end = o fim (FIN ou RST)
ladder-reset = RST: aborta a conexão
ladder-starts = começa: { $command }
ladder-killed = é encerrado pelo corretor
ladder-prints-escaped = imprime { $beginning } …, com escapes
ladder-diagnostic = escreve em stderr, o que deve ser sobre { $about }
ladder-all-read = leu tudo isso
ladder-program-gone = já saiu
ladder-no-answer = o datagrama { $number } fica sem resposta
ladder-waits = espera { $milliseconds } ms
ladder-stopped-and-continued = é suspenso e continua (Ctrl-Z, fg)
ladder-lots = o corretor faz um sorteio (semente { $seed })
ladder-again = a máquina estava ocupada: de novo, com mais tempo
ladder-leaves-out = omitido: nesta máquina um programa pode ter qualquer endereço, { $address } também
ladder-resolves = { $name } quer dizer { $addresses }

## Enquanto se espera

built = compilado: { $name }
checked = verificado: { $name }
waits = Outra correção ou compilação está usando este curso. Esperando por ela …

## O que impede uma correção de chegar ao fim

no-score = Sem nota: a correção falhou
grading-broke = A correção falhou, e não há nota: { $why }
time-was-up-too-soon = depois de { $seconds ->
    [one] 1 segundo
   *[other] { $seconds } segundos
} nenhum programa tinha sido compilado. Dê mais tempo, ou compile o curso antes
reference-fails = o programa de referência de { $lesson } também não passa em { $check } aqui, e portanto esta máquina não pode corrigi-la: { $why }
reference-missing = o programa de referência de { $lesson }, que diria se esta máquina pode corrigir, não pode ser compilado aqui
reference-does-not-compile = o programa de referência de { $lesson } também não compila aqui, e portanto é o compilador que falha:
    { $why }
compiler-ended = o compilador, ou o ligador, foi encerrado de fora enquanto compilava { $lesson } (sinal { $signal }). Talvez precise de mais memória do que há
check-broke = { $check }: { $why }
left-out = { $check } omite o que precisa de um endereço que ninguém tem aqui: esta máquina deixa um programa ter qualquer um, { $address } também (ip_nonlocal_bind)
checks-not-built = não foi possível compilar as verificações de { $lesson }:
    { $why }
checks-crashed = as verificações de { $lesson } foram interrompidas: { $why }
checks-not-listed = as verificações de { $lesson } não dizem quais são
report-missing = as verificações de { $lesson } não relataram o resultado de { $check }
report-twice = as verificações de { $lesson } relataram duas vezes o resultado de { $check }
report-unknown = as verificações de { $lesson } relataram { $check }, que não está na lista delas
report-unreadable = as verificações de { $lesson } escreveram um relatório que não pode ser lido: { $why }
report-contradicted = as verificações de { $lesson } terminaram de outro modo do que relataram: { $status }

## Erros

error = erro:
lab-elsewhere = isto foi compilado em outra cópia do curso, em { $built }. Em { $here }, execute `cargo lab`
built-meanwhile = O programa de { $lesson } foi compilado de novo enquanto era corrigido, e os pontos seriam de outro programa. Execute a correção outra vez
no-such-lesson = não existe a lição { $name }: as lições são { $all }
no-such-lesson-but = não existe a lição { $name }: você quis dizer { $nearest }?
no-such-command = não existe o comando { $name }: `cargo lab --help` mostra todos
no-such-command-but = não existe o comando { $name }: você quis dizer { $nearest }?
no-such-argument = { $name } não tem sentido aqui: `--help` diz o que tem
value-missing = { $argument } precisa de um valor
value-unknown = { $argument } não pode ser { $value }: há { $all }
value-wrong = { $argument } não pode ser { $value }: `--help` diz o que é
value-unasked = { $argument } não recebe valor
argument-missing = falta { $argument }: `--help` diz o que é
argument-twice = { $argument } só pode aparecer uma vez
argument-conflict = { $argument } não combina com { $prior }
argument-no-text = um argumento não é texto
no-such-check = não existe a verificação { $name }: `cargo lab grade LIÇÃO` mostra os nomes de todas
no-such-check-but = não existe a verificação { $name }: você quis dizer { $nearest }?
submission-missing = não existe a pasta { $folder }
submission-is-a-file = { $file } é um arquivo, não uma pasta: se for um arquivo compactado, descompacte-o antes
submission-empty = não há o que corrigir em { $folder }: o programa de uma lição é exercises/<lição>/main.rs, ou main.rs para uma só lição
submission-elsewhere = O que existe está em outro lugar ou tem outro nome: { $files }
submission-unreadable = não é possível ler { $file } ({ $why }). Dê permissão de leitura ao usuário que corrige, e corrija outra vez
submission-around = { $inside } está dentro de { $folder }: o cargo seguiria as configurações da entrega. Mantenha as duas pastas separadas
progress-not-saved = Não foi possível guardar os seus pontos: { $why }

## Ajuda

help-usage = Uso:
help-commands = Comandos
help-command = COMANDO
help-arguments = Argumentos
help-options = Opções
help-examples = Exemplos:
help-some-options = [OPÇÕES]
help-possible = um destes: { $values }
help-value-args = ARGUMENTOS
help-value-check = VERIFICAÇÃO
help-value-dir = PASTA
help-value-file = ARQUIVO
help-value-format = FORMATO
help-value-language = IDIOMA
help-value-lesson = LIÇÃO
help-value-name = NOME
help-value-seconds = SEGUNDOS
help-value-shell = SHELL
help-lab = O curso num relance, ou a lição em cuja pasta você está
    .lang = O idioma a usar: en ou pt-BR (também LAB_LANG)
    .help = Mostra o que há para saber sobre isto
    .examples =
        {"  "}cargo lab                 onde você está e o que vem a seguir
        {"  "}cargo lab grade           corrige todas as lições, ou aquela em que você está
        {"  "}cargo lab grade --help    mais sobre um comando
help-list = Lista as lições e os seus pontos
    .examples =
        {"  "}cargo lab list
help-grade = Corrige os seus programas e diz por que uma verificação falhou
    .lessons = As lições a corrigir; sem nenhuma, aquela em cuja pasta você está, ou todas
    .checks = Só a verificação com este nome; pode ser repetido
    .solutions = Corrige os programas do próprio curso em vez dos seus
    .formats = Escreve os resultados neste formato; sem arquivo para ele, em stdout. Pode ser repetido
    .files = O arquivo para os resultados; o primeiro é do primeiro formato, e assim por diante
    .time_limit = Os segundos que tudo pode levar, fora a espera por outras correções. Conta o que até lá foi corrigido
    .submission = Corrige os exercícios desta pasta em vez dos seus: dela só se tomam os arquivos .rs deles
    .examples =
        {"  "}cargo lab grade
        {"  "}cargo lab grade tcp-server udp-server
        {"  "}cargo lab grade tcp-server --check echoes_a_megabyte
        {"  "}cargo lab grade --format junit --out results.xml --format json --out results.json
        {"  "}cargo lab grade tcp-server --submission ../alice
help-watch = Corrige uma lição cada vez que você salva, e mostra a primeira verificação que falha
    .lesson = A lição; sem ela, aquela em cuja pasta você está, ou a primeira que não está pronta
    .advance = Passa à próxima lição quando esta tem a nota máxima
    .examples =
        {"  "}cargo lab watch
        {"  "}cargo lab watch tcp-server --advance
help-hint = Dá uma dica para o que falha agora; pedida de novo, a seguinte
    .lesson = A lição; sem ela, aquela em cuja pasta você está, ou a primeira que não está pronta
    .check = A verificação; sem ela, a primeira que falha
    .examples =
        {"  "}cargo lab hint
        {"  "}cargo lab hint tcp-server
        {"  "}cargo lab hint tcp-server echoes_a_megabyte
help-trace = Mostra o que passa pela rede numa verificação, mesmo que ela passe
    .lesson = A lição; sem ela, aquela em cuja pasta você está, ou a primeira que não está pronta
    .check = A verificação; sem ela, a primeira que falha, ou então a primeira
    .svg = Grava também uma imagem para o navegador neste arquivo
    .solutions = Mostra o programa do próprio curso em vez do seu
    .examples =
        {"  "}cargo lab trace tcp-server
        {"  "}cargo lab trace tcp-server echoes_a_megabyte --svg eco.svg
help-run = Executa o seu programa, para testá-lo à mão
    .lesson = A lição; sem ela, aquela em cuja pasta você está
    .arguments = O que o seu programa recebe
    .examples =
        {"  "}cargo lab run tcp-server
        {"  "}cargo lab run tcp-client -- --port 5000 "Bom dia"
help-reset = Traz de volta o arquivo inicial; o que você escreveu fica guardado ao lado
    .lesson = A lição; sem ela, aquela em cuja pasta você está
    .examples =
        {"  "}cargo lab reset tcp-server
help-solution = Mostra o programa de referência, e em que ele difere do seu, quando você tem a nota máxima
    .lesson = A lição; sem ela, aquela em cuja pasta você está
    .anyway = Mostra antes disso
    .examples =
        {"  "}cargo lab solution tcp-server
        {"  "}cargo lab solution tcp-server --anyway
help-completions = Mostra o que o seu shell precisa para completar a linha de comando
    .shell = O shell
    .examples =
        {"  "}alias lab="cargo lab"
        {"  "}source <(cargo lab completions bash)

## Dicas: a primeira traduz a da própria verificação; depois, onde procurar e um esboço do caminho

# Um servidor de eco

hint-tcp-server-says-where-it-listens = A porta 0 pede ao sistema uma porta livre: mostre a que ele escolheu, e só depois de começar a escutar. Um servidor está no endereço do seu bind, e 0.0.0.0 quer dizer todos os da máquina.
    .where = Na tabela do enunciado, `s.getsockname()` e o link da mesma linha, `TcpListener::local_addr`; e `common::announce` em crates/common/src/lib.rs.
    .sketch = Primeiro faça o bind, no host e na porta das opções, depois pergunte ao listener o endereço dele, e anuncie esse. O que `--port` disse não é o que o sistema escolheu.
hint-tcp-server-prints-who-connects-and-who-leaves = `accept` devolve, junto com a conexão, o endereço de quem conectou. Uma conexão que termina com um erro também terminou. O que um programa diz para quem o escreveu vai para stderr.
    .where = `TcpListener::accept`, que devolve um par; e as duas linhas do enunciado, `connected: <peer>` e `closed: <peer>`.
    .sketch = Imprima `connected:` logo após o `accept`, antes da primeira leitura. Faça o eco numa função própria, que devolve um `Result`; imprima `closed:` depois da chamada, seja qual for o resultado.
hint-tcp-server-echoes-each-piece-as-it-arrives = TCP transporta um fluxo, não mensagens: um envio não é uma recepção. Devolva o que houver, diga o que disser.
    .where = `Read::read` na tabela do enunciado: o que diz o número que ele devolve, e quando ele retorna.
    .sketch = Num laço: leia o que houver, escreva isso de volta na hora, e leia de novo. Não junte linhas, nem espere o buffer encher.
hint-tcp-server-echoes-bytes-that-are-not-text = Um socket transporta bytes. Nem todos os bytes são texto, um caractere pode ser cortado em dois, e um fim de linha é um byte como outro qualquer.
    .where = `Read::read` e `Write::write_all`, que trabalham com bytes. Onde, no seu programa, os bytes viram uma `String`?
    .sketch = Mantenha os bytes como bytes, da leitura à escrita: um eco precisa saber quantos são, não o que significam.
hint-tcp-server-echoes-a-megabyte = Uma escrita pode aceitar só uma parte do que recebe: o que sobra também tem de ser escrito, na ordem.
    .where = `Write::write` e `Write::write_all`, uma ao lado da outra na tabela do enunciado: o que devolve a primeira?
    .sketch = Escreva a parte do buffer que foi preenchida, com a chamada que continua até tudo ser aceito. Faça isso antes da próxima leitura: a ordem se mantém e a memória não cresce.
hint-tcp-server-finishes-the-echo-after-a-half-close = Uma leitura de 0 bytes é o FIN do outro lado: ele não envia mais, mas ainda lê. Feche quando tudo tiver sido devolvido.
    .where = Na tabela do enunciado, `if not data:` e os dois modos de fechar, `drop` e `shutdown`.
    .sketch = Quando uma leitura diz 0, tudo o que veio antes já foi escrito: retorne da função que é dona do stream, e ele se fecha. Uma segunda referência ao socket, um clone por exemplo, o manteria aberto.
hint-tcp-server-sleeps-while-nothing-happens = Uma chamada bloqueante dorme até que algo chegue. Perguntar sem parar mantém um processador ocupado, e perguntar a uma conexão que já terminou também.
    .where = `set_nonblocking`, ou um laço que continua depois de 0 ou de um erro: qual chamada do seu programa retorna na hora?
    .sketch = Deixe os sockets bloqueantes, como são no início: `accept` e `read` dormem por si sós. E um 0 de `read` termina o laço, pois ele viria de novo para sempre.
hint-tcp-server-serves-one-client-after-another = `accept` aceita um cliente: chame-o de novo para o próximo, por menos que o último tenha dito. Cada um tem a sua conexão: é por ela que vai o eco, e ela se fecha quando o cliente termina.
    .where = `TcpListener::accept` e `TcpListener::incoming`: quantos clientes dá cada um? E o que do seu programa ainda segura a conexão, a thread ou o processo de um cliente que já foi?
    .sketch = Um laço em torno de `accept` e, dentro dele, um laço em torno de `read`. O que termina o laço de dentro, cedo ou tarde, não pode terminar o de fora.
hint-tcp-server-survives-a-reset = O outro lado pode sumir a qualquer momento: um erro numa conexão termina essa conexão e mais nada.
    .where = A última linha da tabela do enunciado: para onde `?` passa um erro, e onde `match` cuida dele?
    .sketch = Deixe a função do eco usar `?`, nas leituras e nas escritas. Quem a chama recebe o `Result`, relata o erro em stderr e passa ao próximo cliente.
hint-tcp-server-starts-again-on-its-port-and-reports-what-it-cannot-do = As conexões de um servidor parado seguram a porta por um tempo (TIME_WAIT), a menos que SO_REUSEADDR esteja ligado; quando o servidor não consegue escutar em `--host` e `--port`, ele o diz e termina com 1. O que não é opção, nem valor de uma, é uso errado: 2.
    .where = As duas primeiras linhas da tabela do enunciado, sobre `SO_REUSEADDR`; e `common::exit`, com `anyhow::Context`.
    .sketch = No Unix, `TcpListener::bind` já liga a opção; com socket2, ligue-a antes do bind. Dê ao erro do bind um contexto com o host e a porta, e devolva-o de `run`.

# Um cliente de eco

hint-tcp-client-sends-the-message-and-prints-its-echo = Um fluxo não tem linhas próprias: envie os bytes da mensagem, e nada depois deles.
    .where = `str::as_bytes` e `Write::write_all` na tabela do enunciado; `nc -l`, em "Try it by hand", mostra o que você envia.
    .sketch = Conecte, escreva os bytes de MESSAGE e mais nada, leia outros tantos de volta, e imprima-os depois de `echo: `.
hint-tcp-client-collects-an-echo-that-comes-in-pieces = TCP transporta um fluxo, não mensagens: uma leitura é o que chegou até então, que pode ser uma parte do eco e pode terminar no meio de um caractere. O byte 0 é o primeiro do eco, não o de um pedaço.
    .where = `Read::read` e o número que ele devolve; `str::from_utf8`, que falha onde os bytes terminam no meio de um caractere.
    .sketch = Junte o que cada leitura traz num só vetor de bytes, até ele ter o tamanho da mensagem. Só então faça dele um texto.
hint-tcp-client-leaves-politely-when-the-echo-is-complete = O fim da conexão não é o fim do eco: o tamanho do eco você conhece. Fechar um socket é despedir-se com um FIN; um reset diz que algo deu errado.
    .where = `drop` e `TcpStream::shutdown` na tabela do enunciado; e `set_linger`, se você o usa: por quê?
    .sketch = Pare de ler quando tiverem chegado tantos bytes quantos você enviou; não espere por uma leitura de 0. Depois deixe o stream sair de escopo, sem nada por ler.
hint-tcp-client-carries-any-message = Uma mensagem pode ser maior que qualquer buffer de tamanho fixo, e o que ela contém é texto como outro qualquer: envie-a como é, e imprima-a como veio, inteira.
    .where = `Write::write_all` e `Read::read` na tabela do enunciado: há no seu programa um número que limita a mensagem? E há algo nele que altera o texto: `trim`, `lines`, `replace`?
    .sketch = O eco tem o tamanho da mensagem: até aí cresce o vetor. Envie a mensagem inteira antes de ler. Imprima-o com `{"{}"}`, que deixa o texto como é, e não com `{"{:?}"}`.
hint-tcp-client-tries-every-address-of-the-host = Um nome não é um endereço: precisa ser resolvido, e pode corresponder a vários. O servidor não precisa escutar no primeiro deles.
    .where = `ToSocketAddrs::to_socket_addrs`: ele devolve um iterador.
    .sketch = `connect` tenta todos os endereços por si só, se receber o par de host e porta. `connect_timeout` aceita um endereço: chame-o para cada um, com o tempo que resta, e guarde o último erro para o caso de nenhum funcionar.
hint-tcp-client-reports-every-failure-in-the-same-way = Quem iniciou o programa, um script talvez, vê o código de saída e toma o stdout pelo resultado. Uma pessoa que espera lê o stderr. Um panic é para o que não pode acontecer; um servidor que falha pode.
    .where = `common::exit`, e `Result` nas últimas linhas da tabela do enunciado.
    .sketch = Devolva de `run` cada erro, do connect, de uma escrita e de uma leitura, com um contexto que diz o que falhou: nada de `unwrap` nem de `expect`. `common::exit` o imprime e escolhe o código de saída. Não imprima nada em stdout antes de o eco estar completo e comparado.
hint-tcp-client-reports-an-echo-that-is-cut-short = Uma leitura de 0 bytes diz que o servidor encerrou o lado dele, não que o eco está completo. Conte bytes, não caracteres, e os que chegaram, não os que faltam.
    .where = `Read::read`: o que diz um 0?
    .sketch = Uma leitura de 0 antes de o eco estar completo é um erro: `bail!` com o número de bytes que chegaram e `message.len()`, que conta bytes.
hint-tcp-client-gives-up-when-the-time-is-over = Uma leitura espera para sempre se ninguém lhe diz por quanto tempo; e um timeout posto num socket vale para cada chamada: começa de novo na seguinte. Enquanto chegam bytes, o relógio continua.
    .where = `set_read_timeout` na tabela do enunciado, que vale para cada chamada, e `Instant::elapsed` ao lado.
    .sketch = Fixe um prazo no início. Antes de cada connect, escrita e leitura, calcule quanto resta dele e use isso como timeout; se nada resta, desista. A chamada recusa um timeout de zero.
hint-tcp-client-reports-an-echo-that-differs = O que vem da rede só é o que você espera depois de comparado, byte por byte, e nem precisa ser texto. Diga em que byte difere: um byte não é um caractere.
    .where = `zip` e `position` dos iteradores; a seção "It is an error when" do enunciado.
    .sketch = Compare bytes com bytes, desde o começo; a primeira posição em que diferem vai para o erro. Não é preciso texto para isso, e assim nenhum byte o faz falhar.
hint-tcp-client-refuses-wrong-usage = Quem chama mal um programa o vê no código de saída 2, antes de qualquer conexão. Uma mensagem vazia é uma chamada dessas: não haveria nada a enviar. Um espaço é uma mensagem como outra qualquer.
    .where = A última linha da tabela do enunciado: `value_parser` e `NonEmptyStringValueParser`.
    .sketch = Deixe o clap recusar o que está errado, nos atributos dos argumentos: ele termina com o código 2 por si só, antes de qualquer conexão.

# O servidor da aplicação de ping

hint-udp-server-says-where-it-listens-and-answers-from-there = Um cliente conhece um endereço, o da linha de prontidão: envia para lá, e aceita respostas de lá. A porta 0 pede ao sistema uma porta livre; qualquer outra é a que se quer. 0.0.0.0 quer dizer todos os endereços.
    .where = `UdpSocket::local_addr` e `UdpSocket::bind` na tabela do enunciado.
    .sketch = Faça o bind de um socket no host e na porta, anuncie o `local_addr` dele, e use esse mesmo socket para receber e responder.
hint-udp-server-answers-in-upper-case = Texto é mais do que ASCII: `ç` também tem maiúscula. O que não tem, espaços e fins de linha inclusive, volta como veio.
    .where = `str::to_uppercase` na tabela do enunciado, ao lado da irmã `to_ascii_uppercase`.
    .sketch = Faça dos bytes que vieram um texto, passe-o a maiúsculas e envie os bytes dele. Não corte nada, e não acrescente nada.
hint-udp-server-prints-each-message-quoted = Quem pode enviar um datagrama decide o que há nele, se é que há algo. Impresso como veio, ele pode forjar uma linha e comandar o terminal. Letras não são perigo, qualquer que seja a escrita.
    .where = O enunciado, sobre `{"{:?}"}`; e o exemplo dele com `\x1b[2J`.
    .sketch = Um `println!` para cada mensagem: o endereço com `{"{}"}`, e o texto com `{"{:?}"}`, que põe aspas e escapa. O que mais você imprime para acompanhar o programa vai para stderr.
hint-udp-server-answers-each-client = UDP não tem conexões: cada datagrama pode vir de outra pessoa, e diz de quem. Um servidor que roda para sempre tem de devolver o que quer que use para um deles.
    .where = `UdpSocket::recv_from`: a segunda metade do par que ele devolve.
    .sketch = Envie cada resposta com `send_to`, ao endereço que veio com o datagrama. Não guarde ninguém, e não use `connect`.
hint-udp-server-answers-an-empty-datagram = Em TCP, 0 bytes são o fim do fluxo. UDP não tem fluxo que possa terminar: um datagrama de 0 bytes é uma mensagem como outra qualquer.
    .where = `UdpSocket::recv_from`: o que significa um 0 aqui, e o que significa num fluxo.
    .sketch = Nenhum caso especial: 0 bytes são texto, a maiúscula deles é vazia, e um datagrama de 0 bytes pode ser enviado.
hint-udp-server-serves-datagrams-of-every-size = Uma recepção pega um datagrama, e o que não cabe no buffer se perde. Um envio faz um datagrama, e falha se ele for grande demais.
    .where = O tamanho do seu buffer; e `UdpSocket::send_to`, que devolve um `Result`.
    .sketch = Use um buffer do tamanho do maior datagrama, 65.535 bytes. Se um envio falhar, relate em stderr e passe ao próximo.
hint-udp-server-answers-with-this-datagram-only = Uma recepção preenche o começo do buffer e diz até onde, sejam quais forem os bytes. Depois disso está o que datagramas anteriores deixaram.
    .where = `UdpSocket::recv_from`: a primeira metade do par que ele devolve.
    .sketch = Só `&buffer[..count]` é este datagrama. Faça texto dessa fatia, não do buffer.
hint-udp-server-reports-what-is-not-text = Um datagrama contém bytes, e qualquer um pode enviar quaisquer. O que não é texto não tem maiúscula: diga-o em stderr, e continue.
    .where = `str::from_utf8` na tabela do enunciado: ele devolve um `Result`.
    .sketch = No caso `Err`, uma linha em stderr e `continue`. Trocar os bytes, como faz a conversão com perdas, seria uma resposta.
hint-udp-server-survives-a-client-that-has-gone = A resposta encontra a porta do cliente fechada, e o sistema dele o diz (ICMP port unreachable). Um socket conectado relata isso como erro, e o erro é só sobre aquele cliente.
    .where = Os erros de `recv_from` e `send_to`; e `connect`, se você o usa: o que ele muda?
    .sketch = No laço, nenhum `?`: o erro de uma recepção ou de um envio é relatado em stderr, e o laço continua.
hint-udp-server-reports-an-address-that-it-cannot-have = `bind` pede o endereço das opções, e que mais ninguém o tenha. Se o sistema recusa, o programa falhou: `error: …` em stderr, código de saída 1. O que não é opção, nem valor de uma, é uso errado: 2.
    .where = `UdpSocket::bind` e `common::exit`; `anyhow::Context` acrescenta o que falhou.
    .sketch = Faça o bind do que dizem as opções, e de nada mais: nenhuma outra porta se esta estiver ocupada. Devolva o erro de `run`, com um contexto que diz o endereço.

# Um pinger

hint-udp-client-sends-each-ping-once-from-one-socket = Um datagrama contém exatamente os bytes de um envio, e nada mais; e o servidor conhece um cliente pelo endereço do socket dele, por isso um só socket serve a todos os pings. Onde está o servidor, `--host` diz; quantos pings são, `--count`, que vale 10 se ninguém o der.
    .where = As três primeiras linhas da tabela do enunciado.
    .sketch = Faça o bind de um socket antes do laço, na porta 0. No laço, `format!("ping {"{n}"}")` e um envio. Um ping perdido não é enviado de novo.
hint-udp-client-prints-each-answer-with-its-round-trip-time = O tempo de ida e volta de um ping vai do instante antes do envio dele até a resposta dele, sem a pausa entre os pings, e 0,2 segundo são 200 milissegundos.
    .where = `Instant::now` e `elapsed` na tabela do enunciado.
    .sketch = Marque o instante logo antes do envio deste ping; quando a resposta chegar, `elapsed`, em segundos vezes 1000. A pausa vem depois.
hint-udp-client-pauses-between-pings = `--interval` é um número de segundos, com decimais, que passa entre dois pings: uma resposta imediata não o encurta, e uma perda não é motivo para pulá-lo.
    .where = `thread::sleep` na tabela do enunciado, e `common::seconds` nas opções do arquivo inicial.
    .sketch = Faça a pausa entre dois pings, não antes do primeiro nem depois do último, seja o que for que houve com o anterior.
hint-udp-client-reports-a-loss-and-goes-on = UDP entrega ou não entrega, e ninguém avisa: uma recepção precisa de um limite de tempo, que é `--timeout`, e um ping perdido nada diz do próximo.
    .where = `set_read_timeout`, e a linha sobre `except socket.timeout`: um erro de que tipo?
    .sketch = `match` no resultado da recepção: se o tempo acabou, imprima que o ping se perdeu e passe ao próximo número. Outros erros são outra coisa.
hint-udp-client-does-not-take-a-late-answer-for-the-next-one = O próximo datagrama não é necessariamente a resposta do último ping: uma resposta anterior ainda pode estar a caminho. O número nela diz a que ping ela pertence.
    .where = O enunciado: "What else arrives counts for nothing".
    .sketch = Compare o datagrama inteiro com o texto `PING <n>` do ping que você espera. Se for outro, receba de novo, pelo tempo que resta.
hint-udp-client-ignores-what-is-not-the-answer = Qualquer coisa pode chegar a um socket UDP, até duas vezes: só o datagrama que é exatamente `PING <n>` responde ao ping n; todo o resto não é resposta nem perda.
    .where = `recv_from`, e a comparação que vem depois no seu programa: `==`, ou uma parte, ou o começo?
    .sketch = Bytes podem ser comparados sem virar texto. Igual é a resposta; o resto pede mais uma recepção, na mesma espera.
hint-udp-client-ignores-a-stranger = Qualquer um pode enviar a uma porta UDP aberta: `recv_from` diz quem foi, e um socket conectado só aceita o que vem do outro lado dele. O endereço é o host e a porta, juntos. O datagrama de um desconhecido não é resposta, nem perda.
    .where = `recv_from` diz quem enviou; `UdpSocket::connect` na tabela do enunciado.
    .sketch = Ou compare o remetente, endereço e porta, com o servidor, ou conecte o socket, e o sistema faz isso por você.
hint-udp-client-waits-no-longer-than-the-timeout = O timeout de leitura de um socket começa de novo a cada recepção: do tempo de um ping, só o que resta pode ser esperado depois de um datagrama que não conta.
    .where = `set_read_timeout`, "for each receive anew", na tabela do enunciado.
    .sketch = Fixe o prazo quando o ping é enviado. Antes de cada recepção, use como timeout o que resta dele; quando nada resta, o ping se perdeu. Zero é recusado como timeout.
hint-udp-client-sums-up = A perda é uma parte do que foi enviado; a média é sobre o que foi recebido; e quando nada foi recebido não há tempo a imprimir.
    .where = As duas últimas linhas do exemplo do enunciado; e o que ele diz de "if any answer came".
    .sketch = Junte os tempos de ida e volta num vetor. Perdidos são os enviados menos os recebidos, como parte dos enviados; a média é a soma sobre os recebidos. Sem tempos, não há segunda linha.
hint-udp-client-exits-with-0-if-any-answer-came = Uma resposta basta para dizer que o servidor está lá. Uma porta fechada aparece como erro num socket conectado (ECONNREFUSED), e isso é um ping perdido, não o fim. Uso errado é outra coisa que silêncio, e tem um código de saída só seu.
    .where = A linha sobre `except ConnectionRefusedError` na tabela do enunciado; e `common::exit`.
    .sketch = Um erro do tipo `ConnectionRefused` (no Windows, `ConnectionReset`) é um ping perdido. Depois do resumo, devolva um erro se nada foi recebido, senão `Ok`.

# A aplicação de ping sobre TCP

hint-tcp-adaptation-server-answers-in-upper-case = Uma linha é texto, não bytes soltos: `ç` também tem maiúscula. O que não tem, espaços no começo inclusive, volta como veio. A porta 0 pede ao sistema uma porta livre: imprima a que ele escolheu.
    .where = `str::from_utf8` e `str::to_uppercase` na tabela do enunciado; a lição `udp-server` faz o mesmo.
    .sketch = Faça texto de uma linha inteira, passe-a a maiúsculas e escreva-a com o fim de linha.
hint-tcp-adaptation-server-finds-the-lines-in-the-stream = TCP transporta um fluxo: um envio não é uma recepção. Só um fim de linha termina uma mensagem, e o que vem depois pertence à próxima.
    .where = `BufReader` e `BufRead::read_until` na tabela do enunciado.
    .sketch = Um `BufReader` para a conexão toda: ele guarda para a próxima linha o que veio depois do `\n`. Leia até `\n` num vetor de bytes vazio, responda, e de novo.
hint-tcp-adaptation-server-answers-the-last-line-before-it-closes = Um half-close diz que nada mais vem. O que veio antes ainda é uma mensagem, e o cliente espera a resposta dela e o fim do lado do servidor.
    .where = `BufRead::read_until`: o que ele devolve no fim do fluxo, com e sem bytes antes.
    .sketch = Só 0 bytes dizem que acabou. Uma linha sem `\n` no fim é respondida como qualquer outra; depois vem o 0, e você fecha.
hint-tcp-adaptation-server-limits-the-length-of-a-line = Uma linha pode ser maior que uma leitura, e o outro lado pode nunca terminá-la: sem limite ela enche a memória, e com um limite o problema é só de quem a enviou.
    .where = `Read::take` na tabela do enunciado.
    .sketch = Para cada linha, leia através de um `take` do limite. Se veio tanto assim, sem `\n` no fim, relate em stderr e retorne: o stream se fecha quando o dono dele some.
hint-tcp-adaptation-server-goes-on-after-any-client = Um servidor não tem última mensagem nem último cliente, e um erro numa conexão termina só essa conexão, com tudo o que veio por ela e tudo o que ela ocupava: descritores, threads e processos são limitados.
    .where = `Result` e `match`: onde, no seu servidor, `?` sai do laço em torno de `accept`?
    .sketch = Atenda um cliente numa função que devolve um `Result`. O laço em torno de `accept` relata o erro dela em stderr e aceita o próximo cliente.
hint-tcp-adaptation-client-pings-over-one-connection = Uma conexão leva todos os pings, uma linha cada: `ping <n>` e um fim de linha, sem o qual o servidor não sabe onde a mensagem termina. `--interval` é a pausa entre dois deles, e um tempo é o de um só ping, em milissegundos.
    .where = `TcpStream::connect` e `Write::write_all` na tabela do enunciado; a lição `udp-client` tem o resto.
    .sketch = Conecte antes do laço. Nele, escreva `ping <n>` e o fim de linha numa só chamada, espere a resposta, imprima, e faça a pausa se vier outro.
hint-tcp-adaptation-client-finds-the-lines-in-the-stream = Uma leitura não é uma resposta: leia até haver uma linha inteira, guarde o que vem depois dela, e passe por cima de uma linha que responde a outro ping: `PING 10` começa como `PING 1`, e é outra linha.
    .where = `BufReader` e `read_until` na tabela do enunciado: um para a conexão, ou um para cada ping?
    .sketch = Mantenha um só buffer para a conexão. Tire dele uma linha; se não for `PING <n>`, tire a próxima, na mesma espera.
hint-tcp-adaptation-client-does-not-take-a-late-answer-for-the-next = TCP entrega tarde, mas entrega: a resposta a um ping já abandonado ainda vem, antes da resposta ao próximo. Compare o número, e continue depois de uma perda; o timeout vale para a resposta inteira, não para cada leitura; se não veio resposta nenhuma, termine com 1.
    .where = `set_read_timeout`, "for one read, not for a line", na tabela do enunciado.
    .sketch = Um prazo para cada ping; antes de cada leitura, o tempo que resta. O que foi lido de uma linha quando o tempo acabou fica no buffer: o resto dela ainda vem. Compare cada linha inteira com o ping que você espera.
hint-tcp-adaptation-client-reports-a-server-that-closes-early = Uma leitura de 0 bytes não é uma resposta, nem uma perda: o servidor fechou, e nenhuma resposta virá, como depois de um reset. Meia resposta não é resposta. Diga quantas vieram, e termine com 1.
    .where = `Read::read` na tabela do enunciado: o que diz um 0, e em que difere do fim do tempo.
    .sketch = Três casos depois de uma leitura: alguns bytes, o tempo acabou, e 0. No último, `bail!` com o número de respostas até ali.
hint-tcp-adaptation-reports-what-it-cannot-do = Imprimir não é relatar: quem chamou o programa vê o código de saída. Ele é 1 quando algo falhou, com `error: …` em stderr, e 2 para uso errado. Escutar em outro lugar que não `--host` e `--port` é ter falhado.
    .where = `common::exit`, e `main` no arquivo inicial.
    .sketch = Devolva de `serve` e `ping` os erros de `bind` e `connect`, com um contexto que diz o endereço. Do uso errado cuida o clap, como está no arquivo inicial.

# Multicast

hint-multicast-joins-the-group-and-prints-its-messages = Fazer o bind de uma porta não basta: uma máquina recebe as mensagens de um grupo quando alguém nela entrou nele, na interface em que elas chegam. `recv_from` diz quem enviou uma mensagem, e cada datagrama é uma: qualquer um pode enviar, e enviar de novo o mesmo. O que se imprime só está a caminho depois de um flush.
    .where = `join_multicast_v4` na tabela do enunciado; no Linux, `cat /proc/net/igmp`.
    .sketch = Faça o bind, entre no grupo pela interface, e só então imprima `joined …`, com um flush. Depois, `recv_from` e uma linha para cada mensagem.
hint-multicast-prints-messages-escaped-and-ends-after-count = Qualquer um pode enviar a um grupo, e qualquer coisa: o que vem é mostrado, por inteiro, e nunca obedecido. Uma mensagem não tem outros fins de linha além dos que foram enviados. Toda mensagem conta, a vazia também, e o receptor termina com a última.
    .where = O enunciado, sobre `{"{:?}"}` e sobre `--count`.
    .sketch = Imprima o texto com `{"{:?}"}`. Conte cada datagrama que `recv_from` devolve, os de 0 bytes também, e saia do laço com o último.
hint-multicast-takes-long-messages-and-bytes-that-are-not-text = Um datagrama é recebido de uma vez, e o que não cabe no buffer se perde. Ele contém bytes, que não precisam ser UTF-8.
    .where = `recv_from` e `String::from_utf8_lossy` na tabela do enunciado.
    .sketch = Um buffer de 65.535 bytes, e dele a parte que foi preenchida. A conversão com perdas nunca falha, e assim nenhum datagrama termina o receptor.
hint-multicast-gives-up-when-the-next-message-does-not-come = O timeout vale para cada mensagem, a primeira inclusive, não para todas juntas; quando ele se esgota, é uma falha. Ele é dado em segundos, com ou sem decimais.
    .where = `UdpSocket::set_read_timeout` na tabela do enunciado, e os tipos de erro com que ele aparece.
    .sketch = Ligue-o uma vez, depois de entrar no grupo: ele recomeça a cada recepção, que é o que se pede. Um erro de qualquer dos dois tipos é devolvido de `receive`, com o número de mensagens até ali. Se você joga fora o que é de outros grupos, espere só o que resta do tempo.
hint-multicast-shares-the-port-with-other-receivers = Uma porta é de um socket só, a menos que cada um dos que a dividem o peça antes do bind (SO_REUSEADDR).
    .where = `Socket::set_reuse_address` na tabela do enunciado: "before `bind`".
    .sketch = Com socket2: crie um socket, ligue a opção, faça o bind, e transforme-o num `UdpSocket`. O `bind` da biblioteca padrão não deixa lugar para a opção.
hint-multicast-hears-nothing-of-another-group = Uma porta não distingue grupos. No Linux, um socket com bind em 0.0.0.0 ouve todos os grupos em que alguém na máquina entrou (IP_MULTICAST_ALL), não só o dele.
    .where = ip(7), sobre `IP_MULTICAST_ALL`, e o endereço em que você faz o bind.
    .sketch = No Unix, faça o bind no endereço do próprio grupo em vez de 0.0.0.0: o socket só aceita então o que é enviado a ele. Onde isso não é possível (Windows), decide só a entrada no grupo.
hint-multicast-sends-the-message-to-the-group = Um datagrama tem um fim próprio, e leva a mensagem como ela é. Enviar não exige entrar no grupo, nem a porta dele, nem resposta.
    .where = `UdpSocket::bind` e `send_to` na tabela do enunciado; `set_multicast_if_v4` para a interface.
    .sketch = Faça o bind na porta 0, diga por que interface, envie os bytes da mensagem uma vez, e retorne. Sem entrar no grupo, sem receber, sem linha em stdout.
hint-multicast-sends-with-the-ttl-it-is-given = O TTL conta roteadores, não segundos; e o multicast tem um TTL próprio, que não é o dos outros datagramas.
    .where = `set_multicast_ttl_v4` na tabela do enunciado: "`set_ttl` is another one".
    .sketch = Ligue-o no socket que envia, antes do envio, com o que `--ttl` diz.
hint-multicast-refuses-an-address-that-is-no-group = Os endereços de 224.0.0.0 a 239.255.255.255 são grupos, e nenhum outro. O que o usuário digitou errado é dito antes de se abrir um socket, e termina com 2.
    .where = `Ipv4Addr::is_multicast` na tabela do enunciado, e `value_parser` no arquivo inicial.
    .sketch = Uma função que interpreta o endereço, e devolve uma frase com os dois extremos da faixa quando ele não é um grupo. O clap a imprime, e termina com 2.
hint-multicast-reports-what-it-cannot-do = `--interface` diz onde se entra num grupo, e por onde sai uma mensagem. O sistema recusa um endereço que não é desta máquina: diga-o, e só diga `joined` depois que ele não recusou. Cada chamada que pode falhar diz por que falhou.
    .where = `join_multicast_v4` e `set_multicast_if_v4`: as duas devolvem um `Result`.
    .sketch = Devolva os erros de `bind`, dessas duas, de `recv_from` e de `send_to`, cada um com um contexto que diz o que falhou, e só imprima `joined` depois que a entrada no grupo deu certo.
