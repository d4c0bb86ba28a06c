# Reads help pages: Markdown as PowerShell itself parses it, section by section.

$Online = 'https://github.com/entrarevoke/entrarevoke/blob/main/module/docs/en-US'

# The text of a line; the address of a link to elsewhere follows it, since no console can follow the link itself.
function Get-Text ($Inline) {
    $text = foreach ($part in $Inline) {
        switch ($part.GetType().Name) {
            LiteralInline { "$($part.Content)" }
            CodeInline { $part.Content }
            LineBreakInline { ' ' }
            EmphasisInline { Get-Text $part }
            LinkInline {
                $shown = Get-Text $part
                if ($part.Url -like 'https://*' -and $part.Url -ne $shown) { "$shown ($($part.Url))" } else { $shown }
            }
            default { throw "$_ cannot be shown in a console" }
        }
    }
    -join $text
}

# The blocks of a page in one list: Kind (1 to 6 for a heading, else Text, Item or Code), Text, and Links of a text.
function Get-Block ($Blocks) {
    foreach ($block in $Blocks) {
        switch ($block.GetType().Name) {
            HeadingBlock { [pscustomobject]@{ Kind = "$($block.Level)"; Text = Get-Text $block.Inline; Links = @() } }
            ParagraphBlock {
                $links = @($block.Inline | Where-Object { $_.GetType().Name -eq 'LinkInline' } |
                    ForEach-Object { [pscustomobject]@{ Text = Get-Text $_; Url = $_.Url } })
                [pscustomobject]@{ Kind = 'Text'; Text = Get-Text $block.Inline; Links = $links }
            }
            ListBlock {
                foreach ($item in $block) {
                    [pscustomobject]@{ Kind = 'Item'; Text = Get-Text $item[0].Inline; Links = @() }
                }
            }
            LinkReferenceDefinitionGroup { }
            FencedCodeBlock { [pscustomobject]@{ Kind = 'Code'; Text = $block.Lines.ToString().TrimEnd(); Links = @() } }
            default { throw "$_ cannot be shown in a console" }
        }
    }
}

# The sections that headings of a level begin: Title and Body.
function Split-Section ($Blocks, [string] $Level) {
    $section = $null
    foreach ($block in $Blocks) {
        if ($block.Kind -eq $Level) {
            if ($section) { $section }
            $section = [pscustomobject]@{ Title = $block.Text; Body = [Collections.Generic.List[object]]::new() }
        } elseif ($section) { $section.Body.Add($block) }
    }
    if ($section) { $section }
}

# The sections of a page, after what every page must have was looked at.
function Read-Page ($File) {
    $text = Get-Content $File -Raw
    $heading = 'the beginning'
    foreach ($line in $text -split '\r?\n') {
        if ($line -like '#*') { $heading = $line }
        if ($line.Contains('{{')) { throw "$($File.Name): ${heading}: a placeholder is left: $line" }
    }
    $markdown = $text -replace '(?s)\A---\r?\n.*?\r?\n---\r?\n'
    $blocks = @(Get-Block (ConvertFrom-Markdown -InputObject $markdown).Tokens)
    if ($blocks[0].Kind -ne '1' -or $blocks[0].Text -ne $File.BaseName) {
        throw "$($File.Name): the title has to be '# $($File.BaseName)'"
    }
    foreach ($section in Split-Section $blocks 2) {
        if (-not $section.Body) { throw "$($File.Name): ## $($section.Title): there is no text" }
        $section
    }
}

# The prose of a section, a paragraph each.
function Get-Prose ($Body) {
    foreach ($block in $Body) {
        if ($block.Kind -eq 'Text') { $block.Text } elseif ($block.Kind -eq 'Item') { "- $($block.Text)" }
    }
}

# The page of a cmdlet.
function Read-CmdletPage ($File) {
    $names = 'SYNOPSIS', 'SYNTAX', 'DESCRIPTION', 'EXAMPLES', 'PARAMETERS', 'INPUTS', 'OUTPUTS', 'NOTES', 'RELATED LINKS'
    $sections = @(Read-Page $File)
    if (Compare-Object $names $sections.Title -SyncWindow 0) {
        throw "$($File.Name): the sections have to be $($names -join ', '), in this order"
    }
    $page = @{ Name = $File.BaseName }
    $sections | ForEach-Object { $page[$_.Title] = $_.Body }
    $first = $page['RELATED LINKS'][0].Links
    if (-not $first -or $first[0].Url -ne "$Online/$($File.Name)") {
        throw "$($File.Name): ## RELATED LINKS: the first link has to be [Online Version:]($Online/$($File.Name))"
    }
    $page.Parameters = @(Split-Section $page.PARAMETERS 3 | Where-Object Title -NE CommonParameters | ForEach-Object {
        Read-Parameter $_ "$($File.Name): ### $($_.Title)"
    })
    $page
}

# A parameter: its text, and a table for each block of YAML that says how it is bound.
function Read-Parameter ($Section, [string] $Place) {
    $needed = 'Type', 'Parameter Sets', 'Aliases', 'Required', 'Position', 'Default value', 'Accept pipeline input',
        'Accept wildcard characters'
    $variants = foreach ($block in $Section.Body | Where-Object Kind -EQ Code) {
        $fields = @{ 'Accepted values' = '' }
        foreach ($line in $block.Text -split '\n' | Where-Object { $_ }) {
            $name, $value = $line.Split(':', 2)
            $fields[$name] = $value.Trim()
        }
        foreach ($name in $needed) { if (-not $fields.ContainsKey($name)) { throw "${Place}: ``$name`` is missing" } }
        $fields
    }
    $prose = @(Get-Prose $Section.Body)
    if (-not $prose -or -not $variants) { throw "${Place}: a text and a block of YAML are needed" }
    @{ Name = $Section.Title.TrimStart('-'); Prose = $prose; Variants = @($variants) }
}

# An about topic as lines of at most 80 columns.
function Format-Topic ([string] $Name, $Sections) {
    'TOPIC', "    $Name"
    foreach ($section in $Sections) {
        '', $section.Title
        $before = $null
        foreach ($block in $section.Body) {
            if ($before -and -not ($before -eq 'Item' -and $block.Kind -eq 'Item')) { '' }
            $before = $block.Kind
            switch ($block.Kind) {
                Code { $block.Text -split '\n' | ForEach-Object { "        $_".TrimEnd() } }
                Item { Format-Line $block.Text '    - ' '      ' }
                Text { Format-Line $block.Text '    ' '    ' }
                default { Format-Line $block.Text '  ' '  ' }
            }
        }
    }
}

# Breaks a text into lines: the first after one margin, the others after another.
function Format-Line ([string] $Text, [string] $First, [string] $Other) {
    $line = $First
    foreach ($word in $Text -split '\s+') {
        if ($line.Trim(' ', '-') -and "$line $word".Length -gt 80) { $line; $line = $Other }
        $line += if ($line.Trim(' ', '-')) { " $word" } else { $word }
    }
    $line
}
