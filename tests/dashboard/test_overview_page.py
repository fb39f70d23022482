import pytest


def html(app):
    return "\n".join(element.value for element in app.get("html"))


def test_the_page_opens_on_the_newest_year_and_the_only_province(small_root, open_app):
    app = open_app(small_root)

    assert not app.exception
    assert app.selectbox(key="nam").value == 2020
    assert app.selectbox(key="dia_phuong").value == "38"
    assert "Năm 2020, tỉnh Thanh Hóa: 18/" in html(app)


def test_the_address_chooses_year_place_and_language(small_root, open_app):
    app = open_app(small_root, nam="2018", dia_phuong="Huyện Ngọc Lặc, Tỉnh Thanh Hóa", lang="en")

    assert not app.exception
    assert "2018, huyện Ngọc Lặc: 22 of 22 communes have reported." in html(app)
    assert app.title[0].value == "Overview"


def test_what_is_shown_stands_in_the_address_also_where_nothing_was_chosen(small_root, open_app):
    app = open_app(small_root)

    assert (app.query_params["nam"], app.query_params["dia_phuong"]) == ("2020", "Tỉnh Thanh Hóa")
    app.selectbox(key="nam").set_value(2018).run()
    app.selectbox(key="nam").set_value(2020).run()
    assert app.query_params["nam"] == "2020"


def test_another_address_in_the_same_session_decides_as_back_has_it(small_root, open_app):
    app = open_app(small_root, nam="2018")
    app.selectbox(key="nam").set_value(2019).run()

    app.query_params["nam"] = "2018"
    app.run()

    assert app.selectbox(key="nam").value == 2018


def test_a_choice_decides_where_the_browser_still_has_the_address_before_the_last(small_root, open_app):
    app = open_app(small_root)
    app.selectbox(key="nam").set_value(2018).run()

    app.query_params["nam"] = "2020"  # a slow line: the next choice comes before the new address stands
    app.selectbox(key="dia_phuong").set_value("389").run()

    assert (app.selectbox(key="nam").value, app.selectbox(key="dia_phuong").value) == (2018, "389")
    assert app.query_params["nam"] == "2018"


def test_a_choice_outlives_a_run_that_ended_before_it_wrote_the_address(small_root, open_app, monkeypatch):
    app = open_app(small_root)
    with monkeypatch.context() as ended:
        ended.setattr("dashboard.address.write", lambda keys: None)
        app.selectbox(key="dia_phuong").set_value("389").run()

    app.run()

    assert app.selectbox(key="dia_phuong").value == "389"
    assert app.query_params["dia_phuong"] == "Huyện Ngọc Lặc, Tỉnh Thanh Hóa"


def test_a_code_in_the_address_is_understood(small_root, open_app):
    app = open_app(small_root, nam="2018", dia_phuong="389")

    assert app.selectbox(key="dia_phuong").value == "389"
    assert not app.info


def test_an_unknown_value_in_the_address_falls_back_and_says_so(small_root, open_app):
    app = open_app(small_root, nam="1999", dia_phuong="Huyện Sao Hỏa")

    assert app.selectbox(key="nam").value == 2020
    said = [element.value for element in app.info]
    assert "“1999” không có trong danh sách “Năm đánh giá”; đang xem 2020." in said
    assert any("Huyện Sao Hỏa" in text for text in said)


def test_a_province_shows_its_districts_and_what_they_did_not_report(small_root, open_app):
    page = html(open_app(small_root, nam="2020"))

    assert "<caption>Các huyện của tỉnh Thanh Hóa, năm 2020</caption>" in page
    assert "18/21" in page
    assert "chưa b/c" in page


def test_a_district_shows_its_communes(small_root, open_app):
    page = html(open_app(small_root, nam="2020", dia_phuong="389"))

    assert "<caption>Các xã của huyện Ngọc Lặc, năm 2020</caption>" in page
    assert "Xã Lam Sơn" in page


@pytest.mark.parametrize(("lang", "words"), [("vi", "Tạm tính"), ("en", "Provisional")])
def test_incomplete_coverage_is_provisional_in_both_languages(small_root, open_app, lang, words):
    page = html(open_app(small_root, nam="2020", dia_phuong="389", lang=lang))

    assert words in page


def test_choosing_another_year_changes_the_sentence(small_root, open_app):
    app = open_app(small_root, dia_phuong="389")

    app.selectbox(key="nam").set_value(2017).run()

    assert "Năm 2017, huyện Ngọc Lặc: 22/22 xã đã báo cáo." in html(app)


def test_sample_figures_carry_a_band_on_every_page(small_root, open_app):
    assert "Số liệu mẫu, không phải số liệu thật" in html(open_app(small_root))


def test_real_figures_carry_no_band(tmp_path, open_app):
    from pages import build_store

    build_store(tmp_path)

    assert "Số liệu mẫu" not in html(open_app(tmp_path))


def test_an_empty_data_folder_says_what_to_do_and_writes_nothing(tmp_path, open_app):
    app = open_app(tmp_path / "none")

    assert not app.exception
    assert "Chưa có số liệu nào" in html(app)
    assert "Chưa có bản số liệu nào" in html(app)
    assert not (tmp_path / "none").exists()


def test_the_footer_names_the_data_version(small_root, open_app):
    assert "Mã số liệu 1" in html(open_app(small_root))


def test_the_map_of_one_title_stands_between_the_cards_and_the_table(open_app, small_root, monkeypatch):
    monkeypatch.setattr("dashboard.boundaries.progress", lambda root: (3, 64))
    app = open_app(small_root, nam="2018", danh_hieu="dong_ho")

    assert app.selectbox(key="danh_hieu").value == "dong_ho"
    assert (
        "“Dòng họ học tập”: 1 huyện còn thiếu từ 5 đến dưới 15 điểm phần trăm; 26 huyện chưa báo cáo."
        in html(app)
    )
    assert "(3/64)" in app.info[0].value


def test_the_title_of_the_map_is_shown_by_year_as_well(open_app, small_root):
    app = open_app(small_root, nam="2018", dia_phuong="389", danh_hieu="dong_ho")

    assert "xh-chart-title" in html(app)
    assert len(app.get("vega_lite_chart")) == 1
    assert "“Dòng họ học tập”" in html(app).split("xh-chart-title")[1]


def test_without_anybody_who_makes_shapes_the_page_says_that_there_is_no_map(open_app, small_root):
    app = open_app(small_root, nam="2018")

    assert "Chưa có bản đồ: máy chủ này chưa dựng ranh giới" in app.warning[0].value
