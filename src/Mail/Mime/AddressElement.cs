using System.Text;

namespace MsLite.Mail.Mime;

/// <summary>What stands between two commas of an address field, gathered until it is known whether it is a name or an address.</summary>
internal sealed class AddressElement
{
    /// <summary>One may stand between two commas; a few more are looked at, so that policy sees what a reader may take.</summary>
    private const int MaxAddresses = 100;

    private readonly StringBuilder _name = new();
    private readonly StringBuilder _bare = new();
    private readonly List<string> _angles = [];
    private string? _comment;
    private bool _hasUnquotedAt;
    private bool _hasTextBehindAngle;

    public bool IsAmbiguous { get; private set; }

    public bool HasAddress => _hasUnquotedAt || _angles.Count > 0;

    /// <summary>Whether a domain literal may begin here.</summary>
    public bool EndsWithAt { get; private set; }

    public void AddText(char c)
    {
        if (c is ' ' or '\t' or '\r' or '\n')
        {
            AddSpace();
            return;
        }

        _name.Append(c);
        _bare.Append(c);
        _hasUnquotedAt |= c == '@';
        EndsWithAt = c == '@';
        _hasTextBehindAngle |= _angles.Count > 0;
    }

    public void AddQuoted(string content, string raw) => Add(content, raw);

    public void AddWord(string word) => Add(word, word);

    public void AddLiteral(string literal) => Add(literal, literal);

    public void AddComment(string text)
    {
        AddSpace();
        _comment = text;
    }

    public void AddAngle(string content)
    {
        AddSpace();
        if (_angles.Count < MaxAddresses)
        {
            _angles.Add(content);
        }

        EndsWithAt = false;
    }

    /// <summary>What stood in front of the colon.</summary>
    public string TakeGroupName()
    {
        var name = Display(_name.ToString());
        Clear();
        return name;
    }

    /// <summary>Turns what was gathered into mailboxes and begins anew.</summary>
    public void End(List<Mailbox> mailboxes, string? group)
    {
        if (_angles.Count > 0)
        {
            EndAngles(mailboxes, group);
        }
        else if (_bare.Length > 0)
        {
            EndBare(mailboxes, group);
        }

        Clear();
    }

    private void Add(string content, string raw)
    {
        _name.Append(content);
        _bare.Append(raw);
        EndsWithAt = false;
        _hasTextBehindAngle |= _angles.Count > 0;
    }

    private void AddSpace()
    {
        if (_name.Length > 0 && _name[^1] != ' ')
        {
            _name.Append(' ');
        }

        if (_bare.Length > 0 && _bare[^1] != ' ')
        {
            _bare.Append(' ');
        }
    }

    private void EndAngles(List<Mailbox> mailboxes, string? group)
    {
        IsAmbiguous |= _angles.Count > 1 || _hasTextBehindAngle || _hasUnquotedAt;
        var name = Display(_name.ToString());
        name = name.Length == 0 && _comment is not null ? Display(_comment) : name;
        foreach (var angle in _angles)
        {
            mailboxes.Add(AddressSpec.ToMailbox(name, angle, group));
        }
    }

    private void EndBare(List<Mailbox> mailboxes, string? group)
    {
        var words = AddressSpec.Words(_bare.ToString());
        var addresses = words.FindAll(AddressSpec.HasAt);
        if (addresses.Count == 0)
        {
            // "From: root" is an address without domain; "From: Bob Smith" is a name without address.
            var isAddress = words.Count == 1 && words[0][0] != '"' && !words[0].StartsWith("=?", StringComparison.Ordinal);
            mailboxes.Add(isAddress
                ? AddressSpec.ToMailbox(Display(_comment ?? ""), words[0], group)
                : new Mailbox(Display(_name.ToString()), "", "", "", group));
            return;
        }

        IsAmbiguous |= words.Count > 1;
        var name = words.Count > addresses.Count
            ? Display(string.Join(' ', words.FindAll(word => !AddressSpec.HasAt(word)).ConvertAll(AddressSpec.Unquote)))
            : Display(_comment ?? "");
        foreach (var address in addresses.Take(MaxAddresses))
        {
            mailboxes.Add(AddressSpec.ToMailbox(name, address, group));
        }
    }

    private static string Display(string text) => FieldText.Printable(EncodedWord.Decode(text.Trim(' ')));

    private void Clear()
    {
        _name.Clear();
        _bare.Clear();
        _angles.Clear();
        _comment = null;
        _hasUnquotedAt = false;
        _hasTextBehindAngle = false;
        EndsWithAt = false;
    }
}
