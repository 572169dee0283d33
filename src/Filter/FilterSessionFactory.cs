using MsLite.Smtp;

namespace MsLite.Filter;

/// <summary>Gives each connection its session.</summary>
internal sealed class FilterSessionFactory(FilterParts parts) : ISmtpSessionFactory
{
    public ISmtpSession Create(SmtpClientHost client) => new FilterSession(parts, client);
}
