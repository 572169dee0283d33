using MsLite.Filter.Policy;

namespace MsLite.Filter.Lint;

/// <summary>Looks at what stands in a file: keys that mean nothing there, dates that cannot be read or are over.</summary>
internal sealed class BodyRules(LintFindings findings, TimeProvider time)
{
    /// <param name="isCheck">The place is a check's switch, where <c>mode: shadow</c> has a meaning.</param>
    /// <param name="hasReply">The entry refuses, so that <c>reply:</c> has a meaning.</param>
    /// <returns>The body; null when there is none to look at.</returns>
    public PolicyBody? Look(LintEntry entry, bool isCheck = false, bool hasReply = false)
    {
        if (entry.IsDirectory)
        {
            return null;
        }

        if (entry.Body() is not { } body)
        {
            findings.Fault(entry.Path, "cannot be read, so only its name counts. Give the program the right to read it.");
            return null;
        }

        Until(entry, body);
        Mode(entry, body, isCheck);
        if (body["reply"] is not null && !hasReply)
        {
            findings.Advise(entry.Path, "has a reply, but nothing is refused by this file, so nobody will read it.");
        }

        return body;
    }

    private void Until(LintEntry entry, PolicyBody body)
    {
        if (body["until"] is not { } until)
        {
            return;
        }

        if (!PolicyUntil.TryParse(until, time.LocalTimeZone, out _))
        {
            findings.Fault(entry.Path, $"is in force for ever, because \"until: {PlainText.Clean(until)}\" is no date. Write until: 2026-12-31, or a time such as 2026-12-31T18:00:00Z.");
        }
        else if (PolicyUntil.IsExpired(body, time))
        {
            findings.Fault(entry.Path, $"has expired (until: {until}) and counts as absent. Remove it, or set another date.");
        }
    }

    private void Mode(LintEntry entry, PolicyBody body, bool isCheck)
    {
        if (body["mode"] is not { } mode)
        {
            return;
        }

        if (!isCheck)
        {
            findings.Fault(entry.Path, "has a mode, but only checks have one: this entry decides as if the line were not there.");
        }
        else if (!mode.Equals("shadow", StringComparison.OrdinalIgnoreCase))
        {
            findings.Fault(entry.Path, $"has the mode \"{PlainText.Clean(mode)}\", which does not exist, so the check refuses. The only mode is shadow.");
        }
    }
}
