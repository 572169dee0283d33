using System.Text;

namespace MsLite.Mail.Mime;

/// <summary>Comments in address fields (RFC 5322 §3.2.2), which nest; counted, not recursed into.</summary>
internal static class AddressComment
{
    /// <summary>Reads the comment that begins at <paramref name="at"/> and gives its text, inner parentheses kept.</summary>
    public static string Read(string text, ref int at, ref bool isAmbiguous)
    {
        var content = new StringBuilder();
        var depth = 0;
        for (; at < text.Length; at++)
        {
            var c = text[at];
            depth += c switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0)
            {
                at++;
                return content.ToString();
            }

            if (c == '\\' && at + 1 < text.Length)
            {
                c = text[++at];
            }
            else if (c == '(' && depth == 1)
            {
                continue;
            }

            content.Append(c);
        }

        isAmbiguous = true;
        return content.ToString();
    }
}
