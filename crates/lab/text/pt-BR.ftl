# O que `cargo lab` diz, em português do Brasil.

## Pontos e estados

course = Soquetes, com nota
points = { $earned } de { $points ->
    [one] { $points } ponto
   *[other] { $points } pontos
}
total = Ao todo: { $earned } de { $points } pontos
not-begun = ainda não escrito
not-graded = ainda sem nota
changed-since = mudou desde a última correção
does-not-compile = O programa não compila. O compilador diz:
only-these-crates = Um programa desta lição é corrigido com estes crates, e com nenhum outro, diga o compilador o que disser de `cargo add`: std, { $crates }.
compiler-warns = O compilador avisa do seguinte, que não custa nada:
warnings-more = … e { $count ->
    [one] mais um aviso
   *[other] mais { $count } avisos
}
task-sheet = O enunciado: { $file }
all-done = Todas as lições estão com a nota máxima.
lessons-done = { $done } de { $count } lições com a nota máxima
greeting =
    Bem-vindo. Em cada lição você escreve um pequeno programa de rede, e verificações falam com ele por soquetes de verdade.
    1. Leia o enunciado de uma lição: { $sheet } é o primeiro.
    2. Escreva o programa no main.rs ao lado dele. `cargo lab watch` o corrige cada vez que você salva.
    3. Uma verificação que falha diz o que enviou, o que voltou e por que está errado. `cargo lab hint` ajuda, passo a passo.
    4. Com a nota máxima, `cargo lab solution` mostra como nós o escrevemos. `cargo lab help` diz tudo o mais.
next-begin = A seguir: leia { $sheet } e escreva { $file }. Depois:
next-grade = A seguir: veja o que { $lesson } já vale:
next-hint = A seguir: uma dica para o que falha em { $lesson }:
next-go-on = A seguir: continue com { $lesson }:

## Uma verificação que falhou

hint = dica:
same-cause = { $count ->
    [one] Mais uma verificação falha
   *[other] Mais { $count } verificações falham
} pela mesma causa: { $checks }

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
formats-and-files = há { $files } arquivos para { $formats } formatos: cada um precisa de um, menos o último, que pode ir para o stdout

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

## Uma turma inteira

class-attempts = de { $count } tentativas, vale a última: { $file }
class-left-out = deixado de fora do arquivo compactado, por { $count ->
    [one] não ser um arquivo comum ou ficar em outro lugar: { $file }
   *[other] não serem arquivos comuns ou ficarem em outro lugar: { $file } e outros
}
class-not-unpacked = não é possível descompactar { $file }: { $why }
class-nobody = não há trabalho de nenhum aluno em { $folder }: uma pasta, um arquivo compactado ou um programa para cada um
class-inside = { $folder } e a pasta das entregas estão uma dentro da outra. Mantenha as duas separadas
class-in-use = outra coisa escreve em { $folder }
class-begins = { $students ->
    [one] 1 aluno
   *[other] { $students } alunos
}: { $open ->
    [one] 1 programa
   *[other] { $open } programas
} por corrigir, { $known ->
    [one] 1 programa corrigido
   *[other] { $known } programas corrigidos
} antes
class-again = { $count ->
    [one] Uma correção falhou
   *[other] { $count } correções falharam
} por si. Mais uma tentativa …
class-which-lesson = { $file } pode ser de qualquer uma das lições: indique a lição com --lesson
class-nothing = não há nada para corrigir
class-same = o mesmo programa de { $name }, corrigido uma vez
class-summary = { $count ->
    [one] 1 aluno
   *[other] { $count } alunos
}: { $graded } com nota, { $nothing } sem nada para corrigir, { $broke } com correção que falhou por si
class-grades = As notas estão em { $file }.
class-strangers = { $count ->
    [one] Um aluno não está na lista, nem
   *[other] { $count } alunos não estão na lista, nem
} nas notas para o diário: { $names }
class-new-assignment = A lista não tem coluna para { $name }: é uma nova.
class-report = O relatório da turma é { $file }. As páginas para os alunos estão em { $folder }.
page-all = Todos os alunos
page-late = atrasado
page-same = O mesmo programa de: { $names }
page-submission = Entrega
page-version = Corrigido pelo curso
page-ladder = O que passou pela rede em { $check }
page-transcript = Tudo o que se diz disso
page-count = { $count ->
    [one] aluno
   *[other] alunos
}
page-number = { $number }
page-mean = pontos em média
page-full = com a nota máxima
page-apart = Para examinar
page-stopped = O que a cela impediu
page-stopped-for-certain = Até onde é certo. O que apenas falhou com um erro, sem encerrar nenhum programa, não deixa rastro.
page-distribution = Pontos
page-bars = Pontos, e quantos os obtiveram: { $bars }
page-checks = No que a maioria falha
page-failed = { $count } de { $all }
page-no-failure = Nenhuma verificação falhou.
page-students = Todos os alunos
page-student = aluno
roster-unreadable = { $file } não pode ser lido como tabela: { $why }
roster-nobody = { $file } não tem coluna que diga quem é o aluno
roster-missing = este diário de notas só aceita alunos que conhece: exporte a lista dele e indique-a com --roster
merge-wrong = { $folder } não é uma das partes: { $why }
merge-other-course = foi corrigida por outro curso
merge-other-settings = foi corrigida em outras lições, com outro limite de tempo ou em outra cela
merge-other-count = é uma de outro número de partes
merge-doubled = { $other } é a mesma parte
merge-unfinished = não foi corrigida até o fim. Corrija esta parte de novo com o mesmo comando
merge-foreign = { $student } não pertence a ela, ou também está em outra
merge-missing = faltam estas partes: { $shards }

## A cela

jailed = { $level ->
    [full] a entrega é compilada e executada na cela (`full`)
    [no-network-namespace] a entrega é compilada e executada em uma cela sem rede própria (`no-network-namespace`): ela pode falar com outras máquinas e com outros programas desta
   *[none] a entrega é compilada e executada sem cela (`none`): ela pode fazer tudo o que você pode nesta máquina
}
class-jailed = { $level ->
    [full] cada entrega é compilada e executada em uma cela só dela (`full`)
    [no-network-namespace] cada entrega é compilada e executada em uma cela sem rede própria (`no-network-namespace`): ela pode falar com outras máquinas e com outros programas desta
   *[none] as entregas são compiladas e executadas sem cela (`none`): elas podem fazer tudo o que você pode nesta máquina
}
stopped = { $what ->
    [system-call] uma chamada de sistema que a cela proíbe e que encerrou o programa (SIGSYS): em { $count ->
        [one] uma verificação
       *[other] { $count } verificações
    }
    [memory] mais memória do que seus programas podem ter: em { $count ->
        [one] uma verificação
       *[other] { $count } verificações
    }
    [output] mais saída do que se guarda: em { $count ->
        [one] uma verificação
       *[other] { $count } verificações
    }
    [hidden-file] { $count ->
        [one] um arquivo
       *[other] { $count } arquivos
    } que o compilador deveria ler, e não pode
    [compiler-memory] mais memória do que o compilador pode ter
    [compiler-time] mais tempo do que o compilador pode ter
    [compiler-file] um arquivo mais longo do que o compilador pode escrever
   *[time-limit] mais tempo do que uma entrega pode ter
}
not-jailed = esta máquina não tem uma cela completa para o programa de um desconhecido: { $level ->
    [no-network-namespace] ele poderia falar com outras máquinas e com outros programas desta
   *[none] ele poderia ler e alterar tudo o que você pode nesta máquina
}. { $cure }. Com --unsandboxed ele é avaliado mesmo assim
jail-lacks-a-system = Só existe uma no Linux
jail-is-unwanted = LAB_JAIL pede isso
jail-lacks-namespaces = O sistema nega namespaces a seus usuários ({ $why }). O Ubuntu os permite depois de `sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0`, o Debian depois de `sudo sysctl kernel.unprivileged_userns_clone=1`; um contêiner precisa ser iniciado com `--security-opt seccomp=unconfined --security-opt apparmor=unconfined`; em um `chroot` nada adianta
jail-lacks-landlock = O sistema não tem o Landlock, ou tem um antigo demais ({ $why }). É preciso o Linux 6.2, iniciado com `landlock` em seu `lsm=`, e um contêiner que o permita
jail-lacks-seccomp = O sistema não deixa que um processo seja confinado ({ $why })

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

list-empty = Aqui não há nenhuma: d ou o lista todas de novo.
list-keys = ↑ ↓ mover · 1 a 9 ir · d feitas · o abertas · Enter continua com a lição · q sair
watch-keys = q sair · r corrigir de novo · h dica · s programa de referência · n próxima lição
watch-full = { $lesson } está com a nota máxima. n vai para a próxima lição; s mostra o programa de referência, que agora pode ser lido.
watch-watches = de olho em { $file }
watch-runs = corrigindo { $lesson } …

trace-others = Outra verificação: cargo lab trace { $lesson } VERIFICAÇÃO
trace-not-saved = não foi possível gravar a imagem em { $file }
trace-saved = A imagem está em { $file }.

## cargo lab book

book-making = montando o livro
book-made = O livro começa em { $file }.
book-not-made = não foi possível montar o livro: { $why }
book-not-built = o programa que monta o livro não pode ser compilado:
    { $why }
book-not-opened = nenhum navegador pôde ser iniciado para abrir { $file }

## Uma conversa à mão

talk-begins = O que você digita é enviado ao programa, uma linha por vez. /help diz o que mais você pode fazer; /quit, ou o fim da entrada, encerra.
talk-help =
    Uma linha que você digita é enviada: em um fluxo, com o fim de linha; como datagrama, sem ele.
      /raw TEXTO     envia o texto sem fim de linha
      /hex 0d 0a ff  envia estes bytes
      /pieces TEXTO  envia a linha byte por byte
      /fin           faz o fechamento parcial: você não envia mais nada, e ainda recebe
      /reset         aborta a conexão (RST)
      /close         fecha o soquete
      /new           conecta-se mais uma vez, se o programa é um servidor; /1 e /2 escolhem quem você é
      //TEXTO        envia uma linha que começa com uma barra
      /quit          encerra o programa, e mostra o que aconteceu
talk-unknown = Não existe o comando { $name }: /help diz quais existem, e uma segunda barra antes dele o envia como linha.
talk-no-byte = { $word } não é um byte em hexadecimal, como em /hex 0d 0a ff.
talk-nothing-to-send = Não há o que enviar: falta algo depois dele, como em /raw oi ou /hex 0d 0a ff.
talk-waits = Ainda não há ninguém a quem enviar. Isto espera até que haja.
talk-not-ready = O programa ainda não imprimiu `listening on ADDRESS:PORT`, por isso ninguém se conecta a ele. Será que imprimiu, mas não descarregou o stdout (flush)? /quit o encerra.
talk-elsewhere = O programa escuta em { $address }, que não é da interface de loopback. Aqui só se conversa com 127.0.0.1, ::1 e os endereços de todas as interfaces.
talk-from-group = recebe { $payload } de { $from }
talk-is = Agora você é o número { $number }: { $peer }.
talk-no-peer = Não há número { $number } aqui.
talk-no-client = Só pode haver um segundo cliente de um servidor que está pronto.
talk-no-connection = Um datagrama não tem conexão: não há fechamento parcial, nem o que abortar.
talk-no-pieces = Um datagrama vai inteiro. Cada linha que você digita é um.
talk-closed = Já está fechado. Se o programa é um servidor, /new conecta-se mais uma vez.
talk-half-closed = Você disse que não envia mais nada (/fin). Ainda recebe.
talk-not-read = O programa não lê, e não há mais espaço: nem tudo foi enviado.
talk-failed = Isto falhou: { $why }
talk-no-port = { $port } não é uma porta: elas vão de 0 a 65535, e 0 deixa o sistema escolher
talk-no-group = { $group } não é um grupo multicast: eles são os endereços de 224.0.0.0 a 239.255.255.255
talk-no-other-end = { $lesson } não diz com quem o seu programa conversa
talk-ended = O programa terminou por si mesmo: { $how }.
talk-was-ended = O programa ainda estava em execução, e foi encerrado.

## Um diagrama em escada: o que passa pela rede. As setas e os lugares dizem quem faz o quê

ladder-at = { $milliseconds }
ladder-program = programa
ladder-peers = outro lado
ladder-numbered = programa { $number }: { $what }
ladder-payload = { $payload } · { $bytes ->
    [one] 1 byte
   *[other] { $bytes } bytes
}
ladder-empty = vazio · 0 bytes
ladder-while-read = { $payload }, à medida que é lido
ladder-reading = { $payload }, lendo ao mesmo tempo
ladder-endlessly = { $payload }, sem parar
ladder-until-it-stops = { $payload }, até que nada mais seja lido
ladder-every = { $payload }, a cada { $milliseconds } ms
ladder-to-group = { $payload }, para { $group }
ladder-ttl = { $payload }, TTL { $ttl }
ladder-connects = conecta
ladder-half-closes = FIN: fechamento parcial, e ainda lê
ladder-fin = FIN: o fim
ladder-closes = fecha
ladder-end = o fim (FIN ou RST)
ladder-reset = RST: aborta a conexão
ladder-holds = ocupa a sua porta
ladder-starts = começa: { $command }
ladder-killed = é encerrado pelo corretor
ladder-killed-by-lab = é encerrado pelo lab
ladder-prints-escaped = imprime { $beginning } …, com escapes
ladder-diagnostic = escreve no stderr, o que deve ser sobre { $about }
ladder-all-read = leu tudo isso
ladder-program-gone = já saiu
ladder-no-answer = o datagrama { $number } fica sem resposta
ladder-waits = espera { $milliseconds } ms
ladder-interrupted = recebe o pedido de terminar (Ctrl-C)
ladder-terminated = recebe o pedido de terminar (SIGTERM)
ladder-typed = { $bytes ->
    [0] a sua entrada termina (Ctrl-D)
   *[other] digitam-lhe { $text }
}
ladder-stopped-and-continued = é suspenso e continua (Ctrl-Z, fg)
ladder-random = o corretor faz escolhas aleatórias (semente { $seed })
ladder-again = a máquina estava ocupada: de novo, com mais tempo
ladder-leaves-out = omitido: nesta máquina um programa pode ter qualquer endereço, { $address } também
ladder-resolves = { $name } quer dizer { $addresses }

## Enquanto se espera

built = compilado: { $name }
checked = verificado: { $name }
time-left = restantes
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
report-missing = as verificações de { $lesson } não informaram o resultado de { $check }
report-twice = as verificações de { $lesson } informaram duas vezes o resultado de { $check }
report-unknown = as verificações de { $lesson } informaram { $check }, que não está na lista delas
report-unreadable = as verificações de { $lesson } escreveram um relatório que não pode ser lido: { $why }
report-contradicted = as verificações de { $lesson } terminaram de outro modo do que informaram: { $status }

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
help-value-part = I/N
help-value-name = NOME
help-value-number = NÚMERO
help-value-seconds = SEGUNDOS
help-value-shell = SHELL
help-value-submissions = ENTREGAS
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
    .formats = Escreve os resultados neste formato; sem arquivo para ele, no stdout. Pode ser repetido
    .files = O arquivo para os resultados; o primeiro é do primeiro formato, e assim por diante
    .time_limit = Os segundos que tudo pode levar, fora a espera por outras correções. Conta o que até lá foi corrigido
    .submission = Corrige os exercícios desta pasta em vez dos seus: dela só se tomam os arquivos .rs deles
    .unsandboxed = Avalia também onde a cela não é completa, ou onde não há nenhuma
    .examples =
        {"  "}cargo lab grade
        {"  "}cargo lab grade tcp-server udp-server
        {"  "}cargo lab grade tcp-server --check echoes_a_megabyte
        {"  "}cargo lab grade --format junit --out results.xml --format json --out results.json
        {"  "}cargo lab grade tcp-server --submission ../alice
help-class = Corrige o trabalho de uma turma inteira, e escreve as notas para um diário
    .submissions = A pasta com uma pasta, um arquivo compactado ou um programa de cada aluno, como uma plataforma a exporta
    .out = A pasta para o que resulta: report.html, grades.csv, class.jsonl, páginas para os alunos
    .lessons = A lição a corrigir; pode ser dada de novo. Sem ela, aquela em cuja pasta você está, ou todas
    .roster = A lista de alunos exportada do diário de notas, em CSV
    .grades = O diário que recebe as notas; sem isto, nbgrader
    .jobs = Quantos são corrigidos lado a lado; sem isto, o dobro do número de processadores
    .shard = Corrige só esta de tantas partes da turma, que `cargo lab merge` junta de novo
    .time_limit = Segundos que cada entrega pode levar. O que for corrigido até lá conta
    .regrade = Corrige de novo o que já foi corrigido
    .unsandboxed = Avalia também onde a cela não é completa, ou onde não há nenhuma
    .examples =
        {"  "}cargo lab class entregas --lesson tcp-server --out notas
        {"  "}cargo lab class entregas --lesson tcp-server --out notas --roster canvas.csv --grades canvas
        {"  "}cargo lab class entregas --lesson tcp-server --out part2 --shard 2/4
help-merge = Junta as partes de uma turma que foram corrigidas separadamente
    .parts = As pastas das partes, cada uma delas uma vez
    .out = A pasta para o que resulta
    .roster = A lista de alunos exportada do diário de notas, em CSV
    .grades = O diário que recebe as notas; sem isto, nbgrader
    .examples =
        {"  "}cargo lab merge part1 part2 part3 part4 --out notas
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
    .submission = Mostra o exercício que está nesta pasta em vez do seu: dela só se tomam os arquivos .rs
    .unsandboxed = Avalia também onde a cela não é completa, ou onde não há nenhuma
    .examples =
        {"  "}cargo lab trace tcp-server
        {"  "}cargo lab trace tcp-server echoes_a_megabyte --svg eco.svg
help-run = Executa o seu programa, para testá-lo à mão
    .lesson = A lição; sem ela, aquela em cuja pasta você está
    .arguments = O que o seu programa recebe
    .examples =
        {"  "}cargo lab run tcp-server
        {"  "}cargo lab run tcp-client -- --port 5000 "Bom dia"
help-talk = É o outro lado do seu programa, à mão: você digita o que ele recebe, e vê o que ele envia
    .lesson = A lição; sem ela, aquela em cuja pasta você está
    .solutions = Conversa com o programa do próprio curso em vez do seu
    .arguments = O que o seu programa recebe; o primeiro escolhe, se ele é vários programas
    .examples =
        {"  "}cargo lab talk tcp-server
        {"  "}cargo lab talk tcp-adaptation -- client --count 3 --timeout 30
        {"  "}cargo lab talk multicast -- send "Bom dia"
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
help-book = Monta o livro do curso, em todos os seus idiomas, como páginas para o navegador
    .open = Abre o livro no navegador, no seu idioma
    .update = Em vez disso, atualiza as traduções conforme o texto em inglês
    .behind = Em vez disso, lista o que ainda não tem tradução
    .examples =
        {"  "}cargo lab book --open
help-completions = Mostra o que o seu shell precisa para completar a linha de comando
    .shell = O shell
    .examples =
        {"  "}alias lab="cargo lab"
        {"  "}source <(cargo lab completions bash)
