# The pages of the module's help, read without the script that turns them into what Get-Help shows.

# The pages of the cmdlets: Name, Text, and Sections by their titles.
function Get-HelpPage {
    foreach ($file in Get-ChildItem "$Root/module/docs/en-US" -Filter *-*.md | Sort-Object Name) {
        $text = (Get-Content $file -Raw) -replace '\r\n', "`n"
        $sections = @{}
        foreach ($part in Split-Heading $text '## ') { $sections[$part.Title] = $part.Body }
        [pscustomobject]@{ Name = $file.BaseName; Text = $text; Sections = $sections }
    }
}

# The parts of a text that begin with a heading: Title and Body.
function Split-Heading ([string] $Text, [string] $Mark) {
    foreach ($part in "`n$Text" -split "\n$([regex]::Escape($Mark))" | Select-Object -Skip 1) {
        $title, $body = $part -split '\n', 2
        [pscustomobject]@{ Title = $title.Trim(); Body = "$body" }
    }
}

# The blocks of code in a text.
function Get-Fence ([string] $Text) {
    [regex]::Matches($Text, '(?ms)^```\w*\n(.*?)\n```$') | ForEach-Object { $_.Groups[1].Value }
}

# A text without code blocks and the marks of Markdown, one paragraph a line.
function Get-PlainText ([string] $Text) {
    $prose = $Text -replace '(?ms)^```\w*\n.*?\n```$' -replace '`' -replace '\[([^]]+)\]\((https://[^)]+)\)', '$1 ($2)'
    ($prose -replace '\[([^]]+)\]\([^)]+\)', '$1' -split '\n' | ForEach-Object Trim | Where-Object { $_ }) -join "`n"
}

# A text on one line.
function Get-OneLine ([string] $Text) { ($Text -split '\s+' | Where-Object { $_ }) -join ' ' }
