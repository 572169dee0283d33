using MsLite.Filter.Live;
using MsLite.Smtp;

namespace MsLite.Filter;

/// <summary>Gives each connection its session.</summary>
internal sealed class FilterSessionFactory(FilterParts parts) : ISmtpSessionFactory
{
    public ISmtpSession Create(SmtpClientHost client) => new FilterSession(parts, client);

    public void TurnedAway(SmtpClientHost client, SmtpReply reply)
    {
        if (parts.Live.IsListening)
        {
            parts.Live.Publish(LiveSession.TurnedAway(client, reply, parts.Clock.GetUtcNow()));
        }
    }
}
