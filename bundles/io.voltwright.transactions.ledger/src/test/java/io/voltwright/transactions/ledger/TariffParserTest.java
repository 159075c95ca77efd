package io.voltwright.transactions.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.transactions.api.Tariff;
import io.voltwright.transactions.api.Tariff.Component;
import io.voltwright.transactions.api.Tariff.Dimension;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TariffParserTest {

    static final String FILE =
            """
            currency: EUR
            tariffs:
              standard:
                energy: 0.49 per kWh
                time: 0.60 per h
                start: {price: 0.35, vat: 7 %}
                vat: 19 %
            """;

    @Test
    void aValidFileBecomesItsTariffs() {
        List<Tariff> tariffs = TariffParser.parse("tariffs.yaml", FILE).tariffs();

        assertThat(tariffs).hasSize(1);
        assertThat(tariffs.get(0).id()).isEqualTo("standard");
        assertThat(tariffs.get(0).elements().get(0).components())
                .containsExactly(
                        new Component(Dimension.ENERGY, new BigDecimal("0.49"), new BigDecimal("19")),
                        new Component(Dimension.TIME, new BigDecimal("0.60"), new BigDecimal("19")),
                        new Component(Dimension.FLAT, new BigDecimal("0.35"), new BigDecimal("7")));
    }

    @Test
    void theFileThatTheImageBringsIsValid() throws IOException {
        Path file = Path.of("../../karaf-distro/src/main/resources/etc/io.voltwright.transactions.tariffs.yaml");

        assertThat(TariffParser.parse("tariffs.yaml", Files.readString(file)).problems())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            currency: EUR        | currency: EURO         | tariffs.yaml:1: currency 'EURO' is not one of ISO 4217; write three letters, as 'EUR'
            currency: EUR        | # none                 | tariffs.yaml:4: tariff 'standard' has no currency; add
            energy: 0.49 per kWh | energy: 0,49           | tariffs.yaml:4: tariff 'standard': energy '0,49' is not a price; write it without VAT, as '0.49 per kWh'
            energy: 0.49 per kWh | energy: 0.49 per h     | tariffs.yaml:4: tariff 'standard': energy '0.49 per h' is not a price
            energy: 0.49 per kWh | energy: -1             | tariffs.yaml:4: tariff 'standard': energy '-1' is not a price
            energy: 0.49 per kWh | energie: 0.49          | tariffs.yaml:4: tariff 'standard': 'energie' is not known; allowed are currency, vat, energy, time, start
            time: 0.60 per h     | energy: 0.60           | tariffs.yaml:5: tariff 'standard': 'energy' is there twice, first in line 4
            vat: 19 %            | vat: 19                | tariffs.yaml:7: vat '19' is not a rate; write '19 %', or '0 %' for none
            vat: 19 %            | # none                 | tariffs.yaml:4: tariff 'standard': energy has no VAT; add 'vat: 19 %' to the tariff
            price: 0.35,         | prise: 0.35,           | tariffs.yaml:6: tariff 'standard': start: 'prise' is not known; allowed are price, vat
            standard:            | Standard:              | tariffs.yaml:4: tariff 'Standard': use 1 to 36 lower-case letters, digits and hyphens
            tariffs:             | tarifs:                | tariffs.yaml:1: 'tariffs' is missing or holds nothing; add one below it
            """)
    void whatIsWrongIsNamedWithFileLineValueAndRemedy(String right, String wrong, String expected) {
        TariffParser.Result result = TariffParser.parse("tariffs.yaml", FILE.replace(right, wrong));

        assertThat(result.problems()).anySatisfy(problem -> assertThat(problem).startsWith(expected));
        assertThat(result.tariffs()).isEmpty();
    }

    @Test
    void aKeptTariffIsReadAsItWas() {
        Tariff tariff = TariffParser.parse("tariffs.yaml", FILE).tariffs().get(0);

        assertThat(TariffForm.read(TariffForm.write(tariff))).isEqualTo(tariff);
        assertThat(TariffForm.write(tariff))
                .isEqualTo("{\"currency\":\"EUR\",\"elements\":[{\"components\":["
                        + "{\"dimension\":\"ENERGY\",\"price\":\"0.49\",\"vat\":\"19\"},"
                        + "{\"dimension\":\"TIME\",\"price\":\"0.60\",\"vat\":\"19\"},"
                        + "{\"dimension\":\"FLAT\",\"price\":\"0.35\",\"vat\":\"7\"}]}],\"id\":\"standard\"}");
    }
}
